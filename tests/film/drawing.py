"""A tiny artist of coloured shapes, and cuts to film with it."""

from __future__ import annotations

import cv2
import numpy as np

from engine.artist.types import (
    CANVAS_H,
    CANVAS_W,
    FRAME_H,
    FRAME_W,
    Cel,
    FaceState,
    FigureSpec,
    PlateLayers,
    PropSpec,
    SetSpec,
)
from engine.editor.types import Camera, Cue, CueWord, Cut, Effect, FaceKey, Figure, Title
from engine.series.document import CastMember, Look

HEAD = {
    "extreme": 0.46,
    "close": 0.335,
    "bust": 0.25,
    "medium": 0.185,
    "cowboy": 0.15,
    "full": 0.116,
}
HEAD_Y = {
    "extreme": 0.42,
    "close": 0.385,
    "bust": 0.36,
    "medium": 0.33,
    "cowboy": 0.25,
    "full": 0.175,
}
# fmt: on
SKIN, INK = (190, 214, 244, 255), (40, 20, 30, 255)


class ShapeArtist:
    """Draws everything with circles and rectangles, quickly."""

    name = "shapes"
    version = "1"

    def plate(self, spec: SetSpec) -> PlateLayers:
        far = np.zeros((CANVAS_H, CANVAS_W, 4), np.uint8)
        far[..., 3] = 255
        y = np.linspace(60, 220, CANVAS_H)[:, None]
        x = np.linspace(0, 40, CANVAS_W)[None, :]
        far[..., 0], far[..., 1], far[..., 2] = y + x * 0, 230 - y * 0.6 + x * 0, 90 + y * 0.3 + x
        rng = np.random.default_rng(spec.seed)
        for _ in range(60):
            a, b = rng.integers(0, (CANVAS_W, CANVAS_H))
            size, tone = rng.integers(20, 160), [int(t) for t in rng.integers(40, 250, 3)]
            cv2.rectangle(far, (int(a), int(b)), (int(a + size), int(b + size)), (*tone, 255), -1)
        mid = np.zeros_like(far)
        cv2.rectangle(mid, (0, 1500), (CANVAS_W, CANVAS_H), (60, 80, 110, 255), -1)
        for i in range(0, CANVAS_W, 110):
            cv2.rectangle(mid, (i, 1300), (i + 24, 1500), (50, 60, 90, 255), -1)
        near = np.zeros_like(far)
        cv2.circle(near, (60, CANVAS_H - 100), 240, (30, 50, 20, 255), -1, cv2.LINE_AA)
        return PlateLayers(far, mid, near, "{}")

    def body(self, spec: FigureSpec) -> Cel:
        x, y, size = _place(spec)
        picture = np.zeros((CANVAS_H, CANVAS_W, 4), np.uint8)
        tone = (110, 60, 160, 255) if spec.gender == "f" else (120, 90, 50, 255)
        top = round(y + size * 0.45)
        cv2.ellipse(picture, (x, top + round(size)), (round(size * 0.9), round(size)), 0, 180, 360,
                    tone, -1, cv2.LINE_AA)  # fmt: skip
        cv2.rectangle(picture, (x - round(size * 0.9), top + round(size)),
                      (x + round(size * 0.9), CANVAS_H), tone, -1)  # fmt: skip
        return Cel(picture, 0, 0)

    def head(self, spec: FigureSpec, state: FaceState) -> Cel:
        x, y, size = _place(spec)
        half = (round(size * 0.7) + 1) & ~1
        picture = np.zeros((2 * half, 2 * half, 4), np.uint8)
        centre = (half + (x & 1), half + (y & 1))
        radius = round(size * 0.45)
        if spec.back:
            cv2.circle(picture, centre, radius, INK, -1, cv2.LINE_AA)
            return Cel(picture, (x & ~1) - half, (y & ~1) - half)
        cv2.circle(picture, centre, radius, SKIN, -1, cv2.LINE_AA)
        eye = max(2, round(size * 0.05 * (2 - state.lids) / 2))
        for side in (-1, 1):
            at = (centre[0] + side * round(size * 0.17), centre[1] - round(size * 0.08))
            cv2.ellipse(picture, at, (round(size * 0.06), eye), 0, 0, 360, INK, -1, cv2.LINE_AA)
        mouth = {"rest": 2, "M": 2}.get(state.viseme, round(size * 0.08))
        at = (centre[0], centre[1] + round(size * 0.2))
        cv2.ellipse(picture, at, (round(size * 0.12), mouth), 0, 0, 360, (60, 40, 150, 255), -1,
                    cv2.LINE_AA)  # fmt: skip
        return Cel(picture, (x & ~1) - half, (y & ~1) - half)

    def lowered(self, spec: FigureSpec) -> int:
        return 0

    def prop(self, spec: PropSpec) -> Cel:
        picture = np.zeros((1200, 800, 4), np.uint8)
        if spec.phase < 0:
            cv2.rectangle(picture, (0, 200), (799, 1199), (40, 70, 120, 255), -1)
        else:
            cv2.circle(picture, (400, 400 + 8 * spec.phase), 190, (60, 220, 250, 255), -1)
        return Cel(picture, 204, 400)

    def overlay(self, kind: str, phase: int, wash: str, seed: int) -> np.ndarray:
        picture = np.zeros((FRAME_H, FRAME_W, 4), np.uint8)
        rng = np.random.default_rng(seed * 7 + phase)
        for _ in range(30):
            x, y = (int(v) for v in rng.integers(0, (FRAME_W, FRAME_H)))
            cv2.line(picture, (x, y), (x - 20, y + 150), (120, 120, 120, 120), 3, cv2.LINE_AA)
        return picture


def _place(spec: FigureSpec) -> tuple[int, int, float]:
    x = (CANVAS_W - FRAME_W) // 2 + round(FRAME_W * spec.x / 100)
    y = (CANVAS_H - FRAME_H) // 2 + round(FRAME_H * HEAD_Y[spec.framing])
    return x, y, HEAD[spec.framing] * FRAME_H


CAST = {
    "cast/a": CastMember("cast/a", "Ann", "hero", "f", "young", "the heiress", look=Look(1)),
    "cast/b": CastMember("cast/b", "Bob", "villain", "m", "mature", "the rival", look=Look(2)),
}
PLATE = ShapeArtist().plate(SetSpec("office", "day", "neutral", 3))


def talking(frames: int, strength: int = 2) -> tuple[FaceKey, ...]:
    """A mouth that moves on twos, with a blink."""
    mouths = ("rest", "A", "E", "M", "O")
    keys = []
    for i in range(0, frames, 2):
        lids = 2 if i % 40 == 20 else 0
        keys.append(FaceKey(i, FaceState("neutral", strength, mouths[i // 2 * 3 % 5], lids)))
    return tuple(keys)


def figure(who: str = "cast/a", framing: str = "close", x: int = 50, frames: int = 60,
           back: bool = False) -> Figure:  # fmt: skip
    """Somebody who talks for the whole cut."""
    faces = (FaceKey(0, FaceState()),) if back else talking(frames)
    return Figure(who, framing, x, 20, "stand", faces, back)


def cue(text: str, first: int, last: int, glue: str = " ") -> Cue:
    """A cue whose words are spoken evenly."""
    words = text.split(" ") if glue else list(text)
    step = (last - first) / len(words)
    return Cue(
        first, last, tuple(CueWord(w, first + int(i * step)) for i, w in enumerate(words)), glue
    )


def make_cut(
    frames: int = 60,
    figures: tuple[Figure, ...] | None = None,
    camera: Camera | None = None,
    effects: tuple[Effect, ...] = (),
    cues: tuple[Cue, ...] = (),
    titles: tuple[Title, ...] = (),
    wash: str = "neutral",
    id: str = "line1.0",
) -> Cut:
    """A cut with sensible defaults."""
    shown = (figure(frames=frames),) if figures is None else figures
    return Cut(id, "shot1", "place/office", frames, shown, camera or Camera(), effects, cues,
               titles, wash=wash, seed=5)  # fmt: skip
