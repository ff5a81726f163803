"""One cut to one segment file. It depends on its arguments alone, so it can be kept by key."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import av
import cv2

from engine.artist.types import Artist, PlateLayers
from engine.base.errors import MakeError
from engine.base.fs import disk_fault
from engine.editor.types import Cut
from engine.film.cache import PlaneCache
from engine.film.compositor import Compositor
from engine.film.encoder import segment_writer
from engine.film.pictures import to_bgr
from engine.film.planes import Target
from engine.film.types import HEIGHT, WIDTH, EncoderSettings
from engine.film.watermark import Luma
from engine.series.document import CastMember


def render_segment(
    cut: Cut,
    plate: PlateLayers,
    plate_key: str,
    cast: Mapping[str, CastMember],
    artist: Artist,
    out: Path,
    settings: EncoderSettings,
    cache: PlaneCache,
    check: Callable[[], None],
    still: Path | None = None,
    hide: Callable[[Luma, int], None] | None = None,
) -> int:
    """Compose and encode a cut to `out` (mp4, video only); returns the number of frames.

    plate_key: identifies the drawing in `plate` (its content hash or recipe key).
    check: called before every frame; may raise `Cancelled`, which leaves no file behind.
    hide: puts a watermark into the luma of a frame, by its number, in place.
    still: where a small picture of the middle frame goes (JPEG, a third of the size).

    Raises:
        MakeError: the cut cannot be shown.
        EnvironmentFault: a letter has no font, the disk is full or not writable.
    """
    if cut.frames < 1:
        raise MakeError("empty-cut", f"Cut {cut.id} has no frames.")
    cv2.setNumThreads(1)  # one worker a core: more threads only take turns
    compositor = Compositor(cut, plate, plate_key, cast, artist, cache)
    temporary = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        with segment_writer(temporary, settings) as writer:
            for number in range(cut.frames):
                check()
                compositor.compose(number, writer.target())
                if still is not None and number == cut.frames // 2:
                    still.write_bytes(_small(writer.target()))
                if hide is not None:
                    hide(writer.target()[0], number)
                writer.write()
        os.replace(temporary, out)  # whoever keeps the file makes it durable
    except (OSError, av.FFmpegError) as exc:
        raise disk_fault(_as_os_error(exc), out) from exc
    finally:
        temporary.unlink(missing_ok=True)
    return cut.frames


def _small(planes: Target) -> bytes:
    """A frame as a JPEG of a third of its width and height."""
    small = cv2.resize(to_bgr(planes), (WIDTH // 3, HEIGHT // 3), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()


def _as_os_error(exc: OSError | av.FFmpegError) -> OSError:
    return exc if isinstance(exc, OSError) else OSError(exc.errno, exc.strerror or str(exc))
