"""What is done when the device's memory is full: one rung after another, dearer ones later.

The order is policy and knows no device; what a rung does is the `Relief` that it is given. A rung
that was climbed stays climbed, because the next picture is as large as this one; but other models
may be loaded again between calls, and then they are unloaded again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from engine.base.errors import MakeError

RUNGS = ("free", "unload_others", "offload", "tile")
"""Give back caches; unload other models; keep what does not work in the computer's own memory;
decode pictures in tiles. Then the batch is halved."""

_AGAIN = "unload_others"

T = TypeVar("T")
R = TypeVar("R")


class Relief(Protocol):
    """What a rung does."""

    def free(self) -> None:
        """Give back what the allocator keeps for later."""
        ...

    def unload_others(self) -> None:
        """Unload models that are not needed for this work."""
        ...

    def offload(self) -> None:
        """Have only the model that works just now on the device."""
        ...

    def tile(self) -> None:
        """Encode and decode pictures one by one and in tiles."""
        ...


class Ladder:
    """Runs work in batches and climbs when memory is short.

    short: tells whether an exception means that memory ran out.
    """

    def __init__(self, relief: Relief, batch: int, short: Callable[[BaseException], bool]) -> None:
        self._relief, self._short = relief, short
        self._left = list(RUNGS)
        self._climbed: set[str] = set()
        self.batch = max(1, batch)

    @property
    def climbed(self) -> tuple[str, ...]:
        """The rungs that were needed so far."""
        return tuple(rung for rung in RUNGS if rung in self._climbed)

    def anew(self) -> None:
        """A new call begins: what others have loaded since the last one can be unloaded again."""
        if _AGAIN not in self._left:
            self._left.insert(0, _AGAIN)

    def run(self, items: Sequence[T], work: Callable[[Sequence[T]], list[R]]) -> list[R]:
        """Work through `items` in order, at most `batch` at a time.

        Raises:
            MakeError: `gpu-memory`, when even one item does not fit. Whatever `work` raises.
        """
        done: list[R] = []
        while len(done) < len(items):
            part = items[len(done) : len(done) + self.batch]
            found = self._try(part, work)
            if found is None:  # outside the handler, so that its frames hold no memory any more
                self._climb(len(part))
            else:
                done += found
        return done

    def _try(self, part: Sequence[T], work: Callable[[Sequence[T]], list[R]]) -> list[R] | None:
        try:
            return work(part)
        except Exception as exc:
            if not self._short(exc):
                raise
            return None

    def _climb(self, size: int) -> None:
        if self._left:
            rung = self._left.pop(0)
            self._climbed.add(rung)
            getattr(self._relief, rung)()
            return
        self._relief.free()
        if size == 1:
            raise MakeError(
                "gpu-memory",
                "The graphics card has too little memory for one picture.",
                "Close other programs that use it, or choose the comic artist for this series.",
            )
        self.batch = size // 2
