"""The word limit with random weights: python -m tests.bench.writer_guarantee [EPISODES [WORDS]].

Lets models that know nothing write EPISODES episodes in English and as many in Mandarin, a fifth
of them by each of five sets of random weights, and counts what is not valid JSON, over a limit, or
does not end as a sentence. Nothing is repaired before it is counted.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.series.document import Episode, Line
from engine.writer.commission import commission
from engine.writer.contract import check_episode, measure
from engine.writer.dossier import read_premise
from engine.writer.generation import Asked, Generator
from engine.writer.prompts import episode_prompt, labels_of
from engine.writer.rows import ScreenplayRow
from engine.writer.screenplay import parse, repair
from engine.writer.screenplay_grammar import alphabet, screenplay_bytes
from engine.writer.season_plan import mend
from tests.writer.premises import PREMISES
from tests.writer.tiny import llama

ENGLISH, MANDARIN = PREMISES[0][0], PREMISES[4][0]
MODELS = 5


@dataclass
class Tally:
    """What some episodes amount to. broken: codes of violated rules."""

    episodes: int = 0
    invalid: int = 0
    repaired: int = 0
    most_words: int = 0
    most_han: int = 0
    words: int = 0
    han: int = 0
    tokens: int = 0
    longest: int = 0  # bytes of the longest answer
    bound: int = 0  # bytes no answer can exceed
    broken: Counter[str] = field(default_factory=Counter)


def write(folder: Path, premise: str, episodes: int, words: int, seed: int, tally: Tally) -> None:
    """Let the model in a folder write episodes of a season of at most 20, and count."""
    order = commission(read_premise(premise), episodes=min(20, episodes), words=words, seed=seed)
    plans, _ = mend((), order.skeleton)
    generator = Generator(folder, "cpu")
    letters, asked = alphabet(order.tongue, "".join(order.labels)), []
    for at in range(episodes):
        entry = plans[at % len(plans)]
        labels = labels_of(order, entry.people)
        begin = partial(ScreenplayRow, generator.grammars, letters, labels, order.bounds)
        asked.append(Asked(episode_prompt(order, plans, entry.number), begin, f"{at}"))
    bound = screenplay_bytes(order.bounds, list(order.labels))
    written = generator.write(asked, bound, seed, lambda: None, lambda done: None)
    tally.tokens += written.tokens
    tally.bound = max(tally.bound, bound)
    for at, text in enumerate(written.texts):
        count(
            text, order.labels, plans[at % len(plans)].cliff, order.dossier.language, words, tally
        )
        found = parse(text, order.labels)
        tally.repaired += repair(found, order.bounds)[0] != found


def count(
    text: str, labels: dict[str, str], cliff: str, language: str, words: int, tally: Tally
) -> None:
    """Judge one answer as it is."""
    tally.episodes += 1
    tally.longest = max(tally.longest, len(text.encode()))
    try:
        json.loads(text)
    except ValueError:
        tally.invalid += 1
        return
    lines = tuple(
        Line(f"ep01/line{at}", f"cast/{line.speaker}", line.text, line.emotion, line.intensity)
        for at, line in enumerate(parse(text, labels).lines, 1)
    )
    episode = Episode("ep01", 1, "Any", cliff=cliff, lines=lines)
    tally.broken.update(v.code for v in check_episode(episode, language, words))
    found = measure(episode, language)
    tally.words += found.words
    tally.han += found.han
    tally.most_words = max(tally.most_words, found.words)
    tally.most_han = max(tally.most_han, found.han)


def main(episodes: int, words: int) -> None:
    """Both languages, all models."""
    for name, premise in (("en", ENGLISH), ("zh", MANDARIN)):
        tally, started = Tally(), time.monotonic()
        for seed in range(1, MODELS + 1):
            with TemporaryDirectory() as folder:
                write(llama(Path(folder), seed), premise, episodes // MODELS, words, seed, tally)
        print(
            f"{name}: {tally.episodes} episodes, {tally.invalid} not valid JSON, "
            f"{sum(tally.broken.values())} rules broken {dict(tally.broken)}, "
            f"{tally.repaired} repaired; words at most {tally.most_words} "
            f"(mean {tally.words / tally.episodes:.1f}), Han at most {tally.most_han} "
            f"(mean {tally.han / tally.episodes:.1f}); longest answer {tally.longest} of "
            f"{tally.bound} bytes; {tally.tokens} tokens in {time.monotonic() - started:.0f} s"
        )


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 500,
        int(sys.argv[2]) if len(sys.argv) > 2 else 60,
    )
