"""The three stages of a season on the device, each made twice: as the studio makes it, and as the
libraries make it when they are called in the plainest way.

Work is handed over in the sizes in which the studio hands it to the device's worker, see
`engine.work.demand.BATCHES`.

The library-default run is given half precision, one screenplay an episode instead of several, no
grammar, no voices at rest and no judging of takes: what it is spared makes the studio look slower,
never faster.
"""

from __future__ import annotations

import contextlib
import gc
import inspect
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from unittest.mock import patch

import diffusers
import numpy as np
import torch
from PIL import Image
from transformers import DynamicCache, LlamaForCausalLM

from engine.artist.cutout import Colours
from engine.artist.diffusion.brush import SdxlBrush
from engine.artist.diffusion.canvas import Canvas, Check
from engine.artist.diffusion.compiling import LEAST_PICTURES
from engine.artist.diffusion.figures import DrawingTask, FaceTask
from engine.artist.diffusion.loading import ready
from engine.artist.diffusion.painter import Painter
from engine.artist.diffusion.settings import Kind, kind_of, mode_of
from engine.artist.drawing import Drawing
from engine.base.errors import StudioError
from engine.voice.audio_io import write_wav
from engine.voice.bark_acting import acting
from engine.voice.bark_batch import Batches
from engine.voice.bark_sound import finished, joined
from engine.voice.bark_stages import Heard, Heat, Row, Stages
from engine.voice.checks import judge
from engine.voice.forced import forced
from engine.voice.performance import neutral_from, neutral_request
from engine.voice.types import SpeechRequest
from engine.work.demand import BATCHES
from engine.writer.dossier import read_premise
from engine.writer.generation import Asked, Generator, Written
from engine.writer.llama import LlamaWriter
from tests.gpu import order as orders
from tests.gpu import shapes
from tests.gpu.measuring import Meter, Spent, flops
from tests.gpu.order import Order
from tests.gpu.shapes import Shape

FRAMES = 75
"""Frames of codes in a second of Bark's sound."""

PLAIN_GUIDANCE = 5.0
"""Of the library-default pictures: the pipeline's own default."""

_TEXT = tuple(range(1, 21))  # tokens of a spoken line

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Made:
    """What the studio made. amount: in `Stage.rate`. parts: seconds by name. facts: to be told."""

    count: int
    spent: Spent
    amount: float
    flops: int
    parts: Mapping[str, float]
    facts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Plain:
    """What the library-default run took for `ran` of `count` units."""

    ran: int
    count: int
    spent: Spent

    @property
    def seconds(self) -> float:
        """Of all units, if the others take as long as those that were made."""
        return self.spent.seconds * self.count / self.ran


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage, made twice. unit: what is counted; rate: what its pace is given in."""

    name: str
    unit: str
    rate: str
    made: Made
    plain: Plain


def write(shape: Shape, order: Order, meter: Meter) -> Stage:
    """A plan of the season, then all candidates of all episodes in one batch."""
    model = shapes.llama(shape, meter.device)
    made, calls = _written(model, order, meter)
    return Stage("write", "episodes", "tokens", made, _plainly_written(model, calls, order, meter))


def speak(shape: Shape, order: Order, meter: Meter) -> Stage:
    """All lines through Bark in batches, their sound finished, their words found.

    The rows behind the lines are the voices at rest, spoken with the first lines.
    """
    stages = Stages(shapes.bark(shape, meter.device))
    rows = [_row(at, orders.request(at), order, stages) for at in range(order.lines)]
    rest = [neutral_request(orders.request(at)) for at in range(orders.VOICES)]
    rows += [_row(at, one, order, stages) for at, one in enumerate(rest)]
    made = _spoken(stages, rows, order, meter)
    return Stage("speak", "lines", "audio seconds", made,
                 _plainly_spoken(stages, rows, order, meter))  # fmt: skip


def draw(shape: Shape, order: Order, meter: Meter) -> Stage:
    """Plates, views and faces over the comic artist's drawings."""
    made = _drawn(shape, order, meter)
    free(meter)
    return Stage("draw", "images", "images", made, _plainly_drawn(shape, order, meter))


STAGES: Mapping[str, Callable[[Shape, Order, Meter], Stage]] = {
    "write": write, "speak": speak, "draw": draw,
}  # fmt: skip


def free(meter: Meter) -> None:
    """Give back what is not used any more."""
    gc.collect()
    if meter.device.startswith("cuda"):
        torch.cuda.empty_cache()


def nothing() -> None:
    """A check that never stops anything."""


def handed(tasks: Sequence[T], role: str) -> list[Sequence[T]]:
    """Tasks of a role as the device's worker gets them, so many at once."""
    size = BATCHES[role]
    return [tasks[at : at + size] for at in range(0, len(tasks), size)]


# -- writing ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Call:
    rows: int
    prompt: int
    tokens: int
    seconds: float


class _Counted(Generator):
    """Remembers what it was asked for."""

    calls: list[_Call]

    def write(
        self, asked: Sequence[Asked], most: int, seed: int, check: Callable[[], None],
        finished: Callable[[int], None],
    ) -> Written:  # fmt: skip
        started = time.perf_counter()
        found = super().write(asked, most, seed, check, finished)
        seconds = time.perf_counter() - started
        self.calls.append(_Call(len(asked), found.prompt_tokens, found.tokens, seconds))
        return found


def _written(
    model: LlamaForCausalLM, order: Order, meter: Meter
) -> tuple[Made, tuple[_Call, _Call]]:
    """calls: the whole plan, and all episodes."""
    generator = _Counted.of(model, shapes.writer_tokenizer(), meter.device)
    generator.calls = calls = []
    writer = LlamaWriter.of(generator, "random", candidates=order.candidates)
    dossier = read_premise(orders.PREMISE)

    def season(episodes: int) -> object:
        return writer.write(
            dossier, episodes=episodes, words=60, seed=1, check=nothing,
            progress=lambda done, whole: None,
        )  # fmt: skip

    season(1)
    calls.clear()
    _, spent = meter.of(lambda: season(order.episodes))
    *planned, episodes = calls
    plan = _Call(1, *(sum(getattr(one, name) for one in planned) for name in
                      ("prompt", "tokens", "seconds")))  # fmt: skip
    work = sum(call.rows * _row_flops(model, call) for call in (plan, episodes))
    parts = {"plan": plan.seconds, "episodes": episodes.seconds}
    parts["ranking and the rest"] = spent.seconds - sum(parts.values())
    facts = {
        "candidates": order.candidates,
        "plan_tokens": plan.tokens,
        "tokens_an_episode": round(episodes.tokens / episodes.rows),
    }
    amount = plan.tokens + episodes.tokens
    return Made(order.episodes, spent, amount, work, parts, facts), (plan, episodes)


def _row_flops(model: LlamaForCausalLM, call: _Call) -> int:
    """One row: its prompt, then its tokens, each as dear as the one in the middle."""
    prompt, tokens = call.prompt // call.rows, call.tokens // call.rows
    ids = torch.zeros((1, prompt + tokens // 2), dtype=torch.long, device=model.device)
    with torch.inference_mode():
        whole = flops(lambda: model(ids[:, :prompt], logits_to_keep=1))
        known = inspect.signature(type(model).forward).parameters
        name = "cache" if "cache" in known else "past_key_values"  # renamed in 5.24
        kept = {name: DynamicCache(config=model.config)}
        model(ids, logits_to_keep=1, **kept)
        one = flops(lambda: model(ids[:, :1], **kept))
    return whole + tokens * one


def _plainly_written(
    model: LlamaForCausalLM, calls: tuple[_Call, _Call], order: Order, meter: Meter
) -> Plain:
    """`generate` for a part of the plan, then for one episode after the other."""
    ran = min(order.sample, order.episodes)
    plan, episodes = calls

    def answer(prompt: int, tokens: int) -> None:
        ids = torch.randint(3, 1000, (1, prompt), device=model.device)
        model.generate(
            input_ids=ids, attention_mask=torch.ones_like(ids), do_sample=True, pad_token_id=1,
            max_new_tokens=max(1, tokens),
        )  # fmt: skip

    def season() -> None:
        answer(plan.prompt, plan.tokens * ran // order.episodes)
        for _ in range(ran):
            answer(episodes.prompt // episodes.rows, episodes.tokens // episodes.rows)

    answer(64, 8)
    return Plain(ran, order.episodes, meter.of(season)[1])


# -- speaking --------------------------------------------------------------------------------------


def _row(at: int, request: SpeechRequest, order: Order, stages: Stages) -> Row:
    told = acting(request)
    heat = Heat(told.semantic, told.coarse, told.fine, 0.0)
    voice = orders.prompt(at % orders.VOICES, stages.vocabulary)
    return Row(_TEXT, voice, at, heat, order.codes)


def _spoken(stages: Stages, rows: Sequence[Row], order: Order, meter: Meter) -> Made:
    def sound(heard: Heard) -> object:
        return stages.sound(heard)

    def unit() -> None:
        (heard,) = stages.speak(rows[:1], nothing)
        sound(heard)

    each = flops(unit)
    batches = Batches(stages)
    warm = [replace(row, most=max(2, order.codes // 4)) for row in rows[: orders.VOICES]]
    for one in batches.speak(warm, nothing):
        assert one is not None
        sound(one)
    took = {"codes": 0.0, "sound and words": 0.0}
    first, *others = handed(range(order.lines), "speech")
    calls = ([*first, *range(order.lines, len(rows))], *others)

    def season() -> list[Heard]:
        """Lines only, in their order."""
        spoken = [one for asked in calls for one in call(asked)]
        return [one for at, one in spoken if at < order.lines]

    def call(asked: Sequence[int]) -> list[tuple[int, Heard]]:
        started = time.perf_counter()
        found = batches.speak([rows[at] for at in asked], nothing)
        told = time.perf_counter()
        took["codes"] += told - started
        heard = [one for one in found if one is not None]
        assert len(heard) == len(asked), "one line does not fit into memory"
        with TemporaryDirectory() as folder:
            for at, one in zip(asked, heard, strict=True):
                _finish(stages, one, at, order, Path(folder))
        took["sound and words"] += time.perf_counter() - told
        return list(zip(asked, heard, strict=True))

    found, spent = meter.of(season)
    amount = sum(one.codes.shape[1] for one in found) / FRAMES
    facts = {
        "rows": len(rows), "calls": len(calls), "rows_at_once": batches.size,
        "audio_seconds": round(amount, 2),
    }  # fmt: skip
    return Made(order.lines, spent, amount, each * len(rows), took, facts)


def _finish(stages: Stages, heard: Heard, at: int, order: Order, folder: Path) -> None:
    """What the studio does to a line's codes; rows behind the lines are voices at rest."""
    rate, request = stages.settings.rate, orders.request(at)
    sound, told = stages.sound(heard), acting(request)
    judge(sound, rate, told.pieces[0].expected_ms, heard.ran_away)
    whole = finished(joined([sound], [0], rate), rate, told)
    if at >= order.lines:
        neutral_from(whole)
        return
    wav = folder / f"{at}.wav"
    write_wav(wav, whole)
    with contextlib.suppress(StudioError):  # noise may have no word in it
        forced(wav, request)


def _plainly_spoken(stages: Stages, rows: Sequence[Row], order: Order, meter: Meter) -> Plain:
    """`BarkModel.generate`, one line at a time."""
    ran, device = min(order.sample, order.lines), stages.model.device
    text = torch.zeros((1, stages.settings.text_length), dtype=torch.long, device=device)
    text[0, : len(_TEXT)] = torch.tensor(_TEXT)
    mask = (text > 0).long()

    def line(row: Row, codes: int) -> None:
        assert row.prompt is not None
        told = {
            f"{name}_prompt": torch.from_numpy(getattr(row.prompt, name)).to(device)
            for name in ("semantic", "coarse", "fine")
        }
        sound = stages.model.generate(
            text, attention_mask=mask, history_prompt=told, semantic_max_new_tokens=codes,
            do_sample=True,
        )  # fmt: skip
        sound.float().cpu().numpy()

    line(rows[0], max(2, order.codes // 4))
    _, spent = meter.of(lambda: [line(row, order.codes) for row in rows[:ran]])
    return Plain(ran, order.lines, spent)


# -- drawing ---------------------------------------------------------------------------------------


class _Brush(SdxlBrush):
    """Remembers how much it painted, and how long that took."""

    pictures, pixels, seconds = 0, 0, 0.0

    def paint(self, canvases: Sequence[Canvas], check: Check) -> list[Colours]:
        started = time.perf_counter()
        found = super().paint(canvases, check)
        self.seconds += time.perf_counter() - started
        self.pictures += len(found)
        self.pixels += sum(one.shape[0] * one.shape[1] for one in found)
        return found


@dataclass(slots=True)
class _Steps:
    """Counts pictures that go through the UNet, once for each of their steps."""

    count: int = 0

    def __call__(self, _net: object, given: tuple[torch.Tensor, ...]) -> None:
        self.count += len(given[0])


def _drawn(shape: Shape, order: Order, meter: Meter) -> Made:
    parts = shapes.painter_parts(shape, meter.device)
    pipe = diffusers.StableDiffusionXLControlNetImg2ImgPipeline(**parts, add_watermarker=False)
    pipes = ready(pipe, mode_of("fast8"), meter.device)
    brush = _Brush.of(pipes, meter.device)
    painter, steps = Painter(brush), _Steps()
    with _whole_steps() if order.whole_steps else contextlib.nullcontext():
        each = flops(lambda: painter.drawings(orders.drawing_tasks(1), nothing)) / brush.pixels
        _warm(painter, meter)
        brush.pictures, brush.pixels, brush.seconds = 0, 0, 0.0
        pipes.over.unet.register_forward_pre_hook(steps)
        _, spent = meter.of(lambda: _season(painter, brush, order))
    device = min(brush.seconds, spent.seconds)
    took = {"painting": device, "comic drawings and cutting out": spent.seconds - device}
    facts = {
        "as_many_of_832x1216": round(brush.pixels / (orders.SIZE[0] * orders.SIZE[1]), 1),
        "steps_a_picture": round(steps.count / brush.pictures, 2),
        "pictures_at_once": brush.ladder.batch,
    }
    return Made(brush.pictures, spent, brush.pictures, round(each * brush.pixels), took, facts)


def _season(painter: Painter, brush: _Brush, order: Order) -> None:
    _plates(painter, order.plates)
    tasks = orders.drawing_tasks(order.drawings)
    drawings = _views(painter, tasks)
    _faces(painter, orders.face_tasks(max(0, order.images - brush.pictures), tasks, drawings))


def _plates(painter: Painter, count: int) -> None:
    for tasks in handed(orders.plate_tasks(count), "plate"):
        painter.plates(tasks, nothing)


def _views(painter: Painter, tasks: Sequence[DrawingTask]) -> list[Drawing]:
    return [
        drawing
        for some in handed(tasks, "drawing")
        for drawing in painter.drawings(some, nothing)
    ]  # fmt: skip


def _faces(painter: Painter, tasks: Sequence[FaceTask]) -> None:
    for some in handed(tasks, "expression"):
        painter.expressions(some, nothing)


def _warm(painter: Painter, meter: Meter) -> None:
    """On a card until the blocks are compiled and a whole call was made with them, for single
    pictures too."""
    card = meter.device.startswith("cuda")
    tasks = orders.drawing_tasks(LEAST_PICTURES + BATCHES["drawing"] if card else 1)
    drawings = _views(painter, tasks)
    _plates(painter, BATCHES["plate"] if card else 1)
    _faces(painter, orders.face_tasks(BATCHES["expression"] if card else 1, tasks, drawings))
    if card:
        _views(painter, tasks[:1])


@contextlib.contextmanager
def _whole_steps() -> Iterator[None]:
    """Every kind of picture is painted from pure noise, through all steps of the schedule."""

    def whole(name: str) -> Kind:
        return replace(kind_of(name), strength=1.0)

    with patch("engine.artist.diffusion.brush.kind_of", whole):
        yield


def _plainly_drawn(shape: Shape, order: Order, meter: Meter) -> Plain:
    """One picture at a time, many steps, twice the work in each for the guidance."""
    ran = min(order.sample, order.images)
    parts = shapes.painter_parts(shape, meter.device)
    pipe = diffusers.StableDiffusionXLControlNetPipeline(**parts, add_watermarker=False)
    pipe.to(meter.device)
    pipe.set_progress_bar_config(disable=True)
    width, height = orders.SIZE
    ink = np.random.default_rng(1).choice(np.array([0, 255], np.uint8), (height, width, 1))
    lines = Image.fromarray(np.repeat(ink, 3, axis=2))

    def picture(at: int, steps: int = order.plain_steps) -> None:
        pipe(
            prompt="one woman, upper body portrait, long hair, evening gown",
            negative_prompt="blurry, lowres", image=lines, width=width, height=height,
            num_inference_steps=steps, guidance_scale=PLAIN_GUIDANCE,
            generator=torch.Generator("cpu").manual_seed(at),
        )  # fmt: skip

    picture(0, 2)
    _, spent = meter.of(lambda: [picture(at) for at in range(ran)])
    return Plain(ran, order.images, spent)
