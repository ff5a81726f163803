"""Whether the budget attention does anything: python -m tests.bench.budget_attention [FOLDER]

Trains a small Llama on seasons of the embedded writer and lets it write episodes of premises it has
never seen, without a bias, with a constant one (InstABoost), with a constant target share
(SpotLight), and with a target that grows as the words run out. FOLDER keeps the trained model.

An episode is the plan (four sentences in any order, each closed by a mark, one by that of the
cliffhanger), its title and its lines; the last line has a mark of its own, as it has a field of its
own in a screenplay, and is the marked sentence. The three others are endings of other episodes of
the season, and the marked one is another episode's in half of the training and in all of the test:
what the lines lead to by habit is then not what the plan asks for. What each kind of bias may be
set to is chosen on other premises than those it is judged on, at the price of 5 % more perplexity
at most.
"""

from __future__ import annotations

import math
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel
from tokenizers.trainers import BpeTrainer
from transformers import LlamaConfig, LlamaForCausalLM, LogitsProcessor, LogitsProcessorList

from engine.series.document import Episode
from engine.text.measure import spaced_words
from engine.writer.budget_attention import BudgetAttention, Schedule
from engine.writer.dossier import read_premise
from engine.writer.season import write_season

BUDGET = 60
SETS = {"train": 180, "validation": 24, "test": 48}
"""Premises of each set; the three share no name of a person."""
TUNED = 96
"""Examples of the validation set on which a setting is chosen."""

STEPS, BATCH, RATE = 600, 16, 2e-3
PLANNED = 4
PAD, PLAN, BEAT, CLIFF, EPISODE, LINE, LAST, END = range(8)
MARKS = ("<pad>", "<plan>", "<beat>", "<cliff>", "<episode>", "<line>", "<last>", "<end>")
ENOUGH = 0.6
"""Share of the planned sentence's content words by which the last line counts as planned."""

TOLERATED = 1.05
"""A setting may raise the perplexity of the lines before the last by this factor at most."""

PREMISES = (
    (
        "{job} {a} is framed for theft and divorced by {his} {spouse}, hotel heir {b}, at {his} "
        "own wedding gala. No one knows {she} is secretly the hacker who built the bank that owns"
        " the hotel."
    ),
    (
        "To pay {his} brother's hospital debt, {job} {a} signs a contract marriage with the cold "
        "CEO {b}, while {c} wants {him} gone before the auction of an old violin."
    ),
    (
        "{job} {a} is kidnapped by {his} billionaire father's rival {b}, but {she} has a hidden "
        "spiritual power."
    ),
    (
        "Reborn on the morning of {his} engagement, palace physician {a} remembers that {his} "
        "sister {c} poured the poison and {his} fiance, Crown Prince {b}, watched {him} die."
    ),
    (
        "{job} {a} is thrown out of the family by {his} uncle {b} after a forged will, and {c} "
        "stole the silver locket that proves who {she} is."
    ),
    (
        "Left for dead by {his} partner {b}, {job} {a} returns five years later to take back the "
        "company that {c} sold."
    ),
)
JOBS = ("Waitress", "Violinist", "Nurse", "Architect", "Chef", "Lawyer", "Pianist", "Courier")
FIRST = (
    "Clara", "Sana", "Mira", "Ada", "Helen", "Ruth", "Tessa", "Nora", "Lena", "Iris", "Vera",
    "Dana", "Joan", "Carla", "Edith", "Rosa", "Alma", "Julia", "Marta", "Paula", "Sonia",
    "Freya", "Greta", "Hilda", "Irene", "Laura", "Marina", "Nadia", "Olivia", "Petra",
    "Ramona", "Sylvia", "Ursula", "Viola", "Wanda", "Yvonne", "Agnes", "Bella", "Cora",
    "Dora", "Elsa", "Flora", "Gwen", "Hazel", "Ida", "Jane", "Kira", "Lydia",
)  # fmt: skip
SECOND = (
    "Bishop", "Rahimi", "Frost", "Cho", "Calder", "Vance", "Mercer", "Holt", "Quinn", "Lang",
    "Stone", "Reyes", "Novak", "Weiss", "Marsh", "Kane", "Drake", "Hale", "Pike", "Rowe",
    "Sloan", "Thorne", "Voss", "Wilde", "York", "Archer", "Blake", "Croft", "Dean", "Ellis",
    "Finch", "Grant", "Hayes", "Irwin", "Jensen", "Keller", "Lowell", "Morgan", "Nash",
    "Osborn", "Price", "Ramsey", "Sharpe", "Tate", "Upton", "Vaughn", "Ward",
)  # fmt: skip
SMALL_WORDS = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "did", "do", "does",
    "for", "from", "had", "has", "have", "he", "her", "here", "him", "his", "how", "i", "if",
    "in", "is", "it", "its", "me", "my", "no", "not", "of", "on", "or", "our", "she", "so",
    "that", "the", "their", "them", "then", "there", "they", "this", "to", "was", "we",
    "were", "what", "when", "where", "which", "who", "why", "will", "with", "you", "your",
    "i'm", "you're", "he's", "she's", "it's", "i'll", "don't", "can", "would", "could", "one",
))  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One episode. prompt: tokens up to its first line; span: of the planned sentence in it."""

    prompt: list[int]
    span: tuple[int, int]
    rest: list[int]  # the lines before the last
    last: list[int]  # the last line and the end
    planned: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """A way to steer. steering: None for none."""

    name: str
    value: str
    steering: Callable[[], BudgetAttention] | None


@dataclass(frozen=True)
class Result:
    """What one setting came to. hits: for each example whether its last sentence is as planned."""

    hits: list[bool]
    strays: int  # the last sentence is another one of the plan
    words: list[int]
    perplexity: float
    cut: int  # the words ran out in the middle of a sentence

    @property
    def share(self) -> float:
        """Share of examples that end as planned."""
        return statistics.fmean(self.hits)


def main(folder: Path | None) -> None:
    """Train or read the model, choose the settings, judge them, print the table."""
    began = time.perf_counter()
    written = {name: list(episodes(name)) for name in SETS}
    tokenizer = trained_tokenizer(written["train"])
    sets = {name: examples(found, tokenizer, name) for name, found in written.items()}
    print(", ".join(f"{name} {len(found)}" for name, found in sets.items()), flush=True)
    model = ready(folder, tokenizer.get_vocab_size(), sets["train"])
    print(f"{model.num_parameters() / 1e6:.2f} M parameters, {time.perf_counter() - began:.0f} s")
    chosen: list[Setting] = []
    base: Result | None = None
    for kind in settings():
        tried = [(setting, judged(model, tokenizer, sets["validation"][:TUNED], setting))
                 for setting in kind]  # fmt: skip
        base = base or tried[0][1]
        most = base.perplexity * TOLERATED
        fair = [pair for pair in tried if pair[1].perplexity <= most] or tried
        chosen.append(max(fair, key=lambda pair: pair[1].share)[0])
        for setting, result in tried:
            mark = "*" if setting is chosen[-1] else " "
            print(f"{mark} {setting.name:16} {setting.value:24} {result.share:6.1%}  "
                  f"{result.perplexity:.3f}", flush=True)  # fmt: skip
    results = [judged(model, tokenizer, sets["test"], setting) for setting in chosen]
    report(chosen, results)
    print(f"{time.perf_counter() - began:.0f} s in all")


def settings() -> list[list[Setting]]:
    """Every setting that may be chosen, by kind; five of each kind but the first."""

    def constant(bias: float) -> Callable[[], BudgetAttention]:
        return lambda: BudgetAttention(rule=lambda odds, _: torch.full_like(odds, bias))

    def spotlight(target: float, limit: float) -> Callable[[], BudgetAttention]:
        def rule(odds: torch.Tensor, _: torch.Tensor) -> torch.Tensor:
            share = torch.sigmoid(odds)
            return torch.log(target / share).clamp(0, limit)

        return lambda: BudgetAttention(rule=rule)

    def budget(least: float, most: float, limit: float) -> Callable[[], BudgetAttention]:
        return lambda: BudgetAttention(Schedule(least, most, limit))

    fixed = ((0.3, 4.0), (0.5, 4.0), (0.3, 1.5), (0.5, 1.5), (0.5, 1.0))
    grown = ((0.02, 0.7, 4.0), (0.05, 0.7, 4.0), (0.05, 0.7, 1.5), (0.05, 0.9, 1.5),
             (0.05, 0.9, 2.0))  # fmt: skip
    return [
        [Setting("no bias", "", None)],
        [Setting("constant bias", f"b {b}", constant(b)) for b in (0.5, 1.0, 1.25, 1.5, 2.0)],
        [Setting("constant target", f"{share}, b to {limit}", spotlight(share, limit))
         for share, limit in fixed],
        [Setting("budget-scheduled", f"{least} to {most}, b to {limit}", budget(least, most, limit))
         for least, most, limit in grown],
    ]  # fmt: skip


# -- what is learnt --------------------------------------------------------------------------------


def episodes(name: str) -> Iterator[tuple[Episode, ...]]:
    """Seasons of one set, as the embedded writer writes them."""
    at = list(SETS).index(name)
    first, second = FIRST[at::3], SECOND[at::3]
    draw = random.Random(name)
    for seed in range(SETS[name]):
        a, b, c = (f"{draw.choice(first)} {draw.choice(second)}" for _ in range(3))
        text = PREMISES[seed % len(PREMISES)].format(
            job=draw.choice(JOBS), a=a, b=b, c=c, his="her", him="her", she="she", spouse="husband"
        )
        season = write_season(read_premise(text, "en", seed), episodes=20, seed=seed)
        yield season.episodes


def trained_tokenizer(seasons: Sequence[Sequence[Episode]]) -> Tokenizer:
    """Byte-pair encoding learnt from the training set's lines."""
    tokenizer = Tokenizer(BPE())
    tokenizer.pre_tokenizer = ByteLevel(add_prefix_space=True)
    trainer = BpeTrainer(
        vocab_size=2048,
        special_tokens=list(MARKS),
        initial_alphabet=ByteLevel.alphabet(),
        show_progress=False,
    )
    texts = (line.text for season in seasons for episode in season for line in episode.lines)
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def examples(
    seasons: Sequence[Sequence[Episode]], tokenizer: Tokenizer, name: str
) -> list[Example]:
    """One example an episode, one in six of them in the smaller sets."""
    draw = random.Random(f"plan of {name}")
    found: list[Example] = []
    for season in seasons:
        endings = [episode.lines[-1].text for episode in season]
        for episode in season:
            own = episode.lines[-1].text
            swapped = name != "train" or draw.random() < 0.5
            others = draw.sample([text for text in endings if text != own], PLANNED)
            planned = others.pop() if swapped else own
            found.append(example(episode, planned, others[: PLANNED - 1], draw, tokenizer))
    return found if name == "train" else draw.sample(found, len(found) * 2 // 5)


def example(
    episode: Episode, planned: str, others: Sequence[str], draw: random.Random, tokenizer: Tokenizer
) -> Example:
    """The episode with this ending, which stands among others in the plan."""
    at = draw.randrange(len(others) + 1)
    prompt, span = [PLAN], (0, 0)
    for place, text in enumerate([*others[:at], planned, *others[at:]]):
        start = len(prompt)
        prompt += [*tokenizer.encode(text).ids, CLIFF if place == at else BEAT]
        if place == at:
            span = (start, len(prompt))
    prompt += [EPISODE, *tokenizer.encode(episode.title).ids]
    rest: list[int] = []
    for line in episode.lines[:-1]:
        rest += [LINE, *tokenizer.encode(line.text).ids]
    last = [LAST, *tokenizer.encode(planned).ids, END]
    return Example(prompt, span, rest, last, planned, tuple(others))


def ready(folder: Path | None, vocabulary: int, train: Sequence[Example]) -> LlamaForCausalLM:
    """The model, from its folder when it is there."""
    if folder is not None and (folder / "config.json").exists():
        return LlamaForCausalLM.from_pretrained(folder, local_files_only=True).eval()
    torch.manual_seed(1)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=vocabulary, hidden_size=192, intermediate_size=512, num_hidden_layers=4,
            num_attention_heads=6, num_key_value_heads=3, tie_word_embeddings=True,
            max_position_embeddings=512, pad_token_id=PAD, bos_token_id=PLAN, eos_token_id=END,
        )
    )  # fmt: skip
    learn(model, train)
    if folder is not None:
        model.save_pretrained(folder)
    return model.eval()


def learn(model: LlamaForCausalLM, train: Sequence[Example]) -> None:
    """Next-token learning of what follows the prompt, AdamW, one cosine."""
    draw = random.Random("batches")
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.05, betas=(0.9, 0.98))
    for step in range(STEPS):
        pace = min(1.0, (step + 1) / 40) * (0.55 + 0.45 * math.cos(math.pi * step / STEPS))
        for group in optimizer.param_groups:
            group["lr"] = RATE * pace
        short = step < STEPS // 3  # the plan and its ending alone, twice as many of them
        drawn = draw.sample(train, 2 * BATCH if short else BATCH)
        rows = [[*e.prompt, *(() if short else e.rest), *e.last] for e in drawn]
        longest = max(map(len, rows))
        ids = torch.tensor([row + [PAD] * (longest - len(row)) for row in rows])
        asked = torch.arange(longest) < torch.tensor([len(e.prompt) for e in drawn])[:, None]
        loss = model(ids, labels=ids.masked_fill(asked | (ids == PAD), -100)).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if step % 200 == 0 or step == STEPS - 1:
            print(f"step {step:5} loss {loss.item():.3f}", flush=True)


# -- what is judged --------------------------------------------------------------------------------


class Budgeted(LogitsProcessor):
    """Counts words, tells the steering, and ends a row whose words are spent."""

    def __init__(self, starts: torch.Tensor, prompt: int, steering: BudgetAttention | None) -> None:
        self.starts, self.prompt, self.steering = starts, prompt, steering

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        spent = self.starts[input_ids[:, self.prompt :]].sum(-1)
        if self.steering is not None:
            self.steering.step((1 - spent / BUDGET).tolist())
        over = (spent >= BUDGET)[:, None] & self.starts.bool()
        return scores.masked_fill(over, -torch.inf)


@torch.no_grad()
def judged(
    model: LlamaForCausalLM, tokenizer: Tokenizer, found: Sequence[Example], setting: Setting
) -> Result:
    """Let the model write all examples with one setting."""
    names = [tokenizer.id_to_token(at) for at in range(tokenizer.get_vocab_size())]
    starts = torch.tensor([int(n.startswith("Ġ") and n[1:2].isalnum()) for n in names])
    steering = setting.steering() if setting.steering else None
    if steering is not None:
        steering.attach(model)
    torch.manual_seed(7)
    hits, words, nll, tokens, strays, cut = [], [], 0.0, 0, 0, 0
    for at in range(0, len(found), 64):
        batch = found[at : at + 64]
        texts = written(model, tokenizer, batch, steering, starts)
        for one, (text, last) in zip(batch, texts, strict=True):
            hits.append(recall(one.planned, last) >= ENOUGH)
            strays += not hits[-1] and any(recall(o, last) >= ENOUGH for o in one.others)
            words.append(len(spaced_words(text)))
            cut += not text.rstrip().endswith((".", "!", "?"))
        lost, counted = surprise(model, batch, steering, starts)
        nll, tokens = nll + lost, tokens + counted
    if steering is not None:
        steering.detach()
    return Result(hits, strays, words, math.exp(nll / tokens), cut)


def prompts(
    batch: Sequence[Example], steering: BudgetAttention | None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Prompts padded at the left, with their mask; the steering is told where the spans are."""
    longest = max(len(e.prompt) for e in batch)
    pads = [longest - len(e.prompt) for e in batch]
    ids = torch.tensor([[PAD] * n + e.prompt for n, e in zip(pads, batch, strict=True)])
    if steering is not None:
        spans = [(e.span[0] + n, e.span[1] + n) for e, n in zip(batch, pads, strict=True)]
        steering.begin(spans, pads)
    return ids, (torch.arange(longest) >= torch.tensor(pads)[:, None]).long()


def written(
    model: LlamaForCausalLM, tokenizer: Tokenizer, batch: Sequence[Example],
    steering: BudgetAttention | None, starts: torch.Tensor,
) -> list[tuple[str, str]]:  # fmt: skip
    """What the model writes: all lines joined, and the last one."""
    ids, mask = prompts(batch, steering)
    processor = Budgeted(starts, ids.shape[1], steering)
    out = model.generate(
        ids, attention_mask=mask, max_new_tokens=130, do_sample=True, temperature=0.8, top_k=0,
        logits_processor=LogitsProcessorList([processor]),
    )[:, ids.shape[1] :].tolist()  # fmt: skip
    texts = []
    for row in out:
        lines = [""]
        for token in row[: row.index(END) if END in row else len(row)]:
            if token > END:
                lines[-1] += tokenizer.id_to_token(token).replace("\u0120", " ")
            else:
                lines.append("")
        said = [line.strip() for line in lines if line.strip()]
        texts.append((" ".join(said), said[-1] if said else ""))
    return texts


def surprise(
    model: LlamaForCausalLM, batch: Sequence[Example], steering: BudgetAttention | None,
    starts: torch.Tensor,
) -> tuple[float, int]:  # fmt: skip
    """Sum of -log p over the reference's lines before the last, and how many tokens these are."""
    ids, mask = prompts(batch, steering)
    first, longest = ids.shape[1], max(len(e.rest) for e in batch)
    rest = torch.tensor([e.rest + [PAD] * (longest - len(e.rest)) for e in batch])
    counts = rest != PAD
    if steering is not None:
        spent = torch.nn.functional.pad(starts[rest].cumsum(-1), (1, 0))
        for step in range(longest):
            steering.step((1 - spent[:, step] / BUDGET).tolist())
    whole = torch.cat([mask, counts.long()], 1)
    logits = model(torch.cat([ids, rest], 1), attention_mask=whole, use_cache=False).logits
    chances = logits[:, first - 1 : -1].log_softmax(-1).gather(-1, rest.unsqueeze(-1)).squeeze(-1)
    return -chances[counts].sum().item(), int(counts.sum())


def recall(planned: str, said: str) -> float:
    """Share of the planned sentence's content words that are said."""
    wanted = {w.casefold() for w in spaced_words(planned)}
    wanted = wanted - SMALL_WORDS or wanted
    return len(wanted & {w.casefold() for w in spaced_words(said)}) / len(wanted)


# -- what is shown ---------------------------------------------------------------------------------


def report(chosen: Sequence[Setting], results: Sequence[Result]) -> None:
    """A table in Markdown, with 95 % intervals (Wilson; bootstrap for differences)."""
    count = len(results[0].hits)
    heads = ("bias", "setting", "ends as planned", "against no bias", "ends as another", "words",
             "cut", "perplexity before")  # fmt: skip
    print(f"\nn = {count}\n\n| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
    for setting, result in zip(chosen, results, strict=True):
        low, high = wilson(sum(result.hits), count)
        gain, least, most = difference(result.hits, results[0].hits)
        against = "" if result is results[0] else f"{gain:+.1%} ({least:+.1%} to {most:+.1%})"
        print(f"| {setting.name} | {setting.value} | {result.share:.1%} ({low:.1%} to {high:.1%}) "
              f"| {against} | {result.strays / count:.1%} | {statistics.fmean(result.words):.1f} "
              f"| {result.cut / count:.1%} | {result.perplexity:.2f} |")  # fmt: skip
    for setting, result in zip(chosen[1:-1], results[1:-1], strict=True):
        gain, least, most = difference(results[-1].hits, result.hits)
        print(f"budget-scheduled against {setting.name}: {gain:+.1%} ({least:+.1%} to {most:+.1%})")


def wilson(hits: int, count: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    z, share = 1.96, hits / count
    middle = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - spread) / (1 + z * z / count), (middle + spread) / (1 + z * z / count)


def difference(first: Sequence[bool], second: Sequence[bool]) -> tuple[float, float, float]:
    """Paired difference of two shares and its 95 % bootstrap interval."""
    pairs = torch.tensor(first).float() - torch.tensor(second).float()
    draw = torch.Generator().manual_seed(2)
    at = torch.randint(len(pairs), (4000, len(pairs)), generator=draw)
    means = pairs[at].mean(-1).sort().values
    return pairs.mean().item(), means[100].item(), means[3899].item()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
