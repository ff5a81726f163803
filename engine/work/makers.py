"""How each kind of asset is made: joins a job's files to the room that knows how.

Runs in worker processes only. The rooms are imported when first needed, so that a worker which
speaks lines does not load the drawing libraries, and the engine's own process loads neither.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from engine.work.made import Check, Made
from engine.work.protocol import Job

if TYPE_CHECKING:
    from engine.work.picture_makers import PictureMakers
    from engine.work.sound_makers import SoundMakers

Maker = Callable[[Job, Check], Made]


class Workshop:
    """Makes assets; keeps backends and their caches between jobs."""

    @cached_property
    def _sound(self) -> SoundMakers:
        from engine.work.sound_makers import SoundMakers

        return SoundMakers()

    @cached_property
    def _picture(self) -> PictureMakers:
        from engine.work.picture_makers import PictureMakers

        return PictureMakers()

    def make(self, job: Job, check: Check) -> Made:
        """Make what the job asks for. Raises StudioError, Cancelled, or whatever a bug raises."""
        return self._maker(job.kind)(job, check)

    def _maker(self, kind: str) -> Maker:
        if kind.startswith("import-"):
            from engine.work.importers import IMPORTERS

            return IMPORTERS[kind.removeprefix("import-")]
        if kind == "cut":
            from engine.work.script_makers import cut

            return cut
        makers = (self._sound if kind in _HEARD else self._picture).makers()
        return makers[kind]


_HEARD = ("speech", "performance", "music", "mix")
