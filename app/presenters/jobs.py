"""What runs, waits and failed."""

from __future__ import annotations

from app.presenters.costs import rate
from app.presenters.shown import Shown, duration, title_of
from engine.series.takes import Slot
from widgets.data import JobRow, JobsView
from widgets.words import t

ROLE_WORDS = {
    "speech": "voice", "performance": "acting", "portrait": "portrait", "plate": "background",
    "cut": "cut", "segment": "picture", "music": "music", "mix": "sound mix", "master": "episode",
    "cover": "cover", "reference": "recording", "voice": "cloned voice", "drawing": "drawing",
    "expression": "expression", "textless": "picture without words",
    "clean": "episode without words",
}  # fmt: skip
MOST = 60


def slot_words(shown: Shown, slot: Slot) -> str:
    """A slot in words: "Episode 3 · line 2, voice"."""
    return f"{title_of(shown.document, slot.owner)}, {t(ROLE_WORDS[slot.role])}"


def jobs(shown: Shown, wanted: frozenset[str]) -> JobsView:
    """wanted: ids of episodes that are asked for, so that what waits can be told."""
    look = shown.look
    rows = [
        JobRow(str(slot), "rendering", slot_words(shown, slot), t("being made"))
        for slot in look.running
    ]
    rows += [
        JobRow(str(slot), "failed", slot_words(shown, slot), f"{t(text)} {t(remedy)}".strip(),
               remedy=t("Try again"))
        for slot, (text, remedy) in shown.failed.items()
    ]  # fmt: skip
    for episode in shown.document.episodes:
        if episode.id in wanted and shown.episode_state(episode) not in ("fresh", "pinned"):
            share = shown.episode_share(episode)
            name = f"{t('Episode {n}', n=episode.number)} · {episode.title}"
            detail = t("{n} % made", n=share // 10)
            rows.append(JobRow(episode.id, "waiting", name, detail, share))
    running = bool(look.running) or look.working
    return JobsView(
        rows=tuple(rows[:MOST]),
        running=running and bool(look.running),
        share=look.share,
        summary=_purpose(shown, look.running[0], wanted) if look.running else "",
        left=left_words(look.eta_s, rate(shown)) if look.running else "",
        failed=len(shown.failed),
    )


def _purpose(shown: Shown, slot: Slot, wanted: frozenset[str]) -> str:
    """What is being made, and what for: nobody asked for what only serves watching."""
    what = slot_words(shown, slot)
    if not wanted:
        return t("For watching: {what}", what=what)
    return t("{n} episodes to go: {what}", n=len(wanted), what=what) if len(wanted) > 1 else what


def left_words(eta_s: int, charged: str) -> str:
    """Time left and cost."""
    if eta_s < 0:
        return t("measuring · {cost}", cost=charged)
    return t("{time} left · {cost}", time=duration(eta_s), cost=charged)
