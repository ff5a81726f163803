"""Exports a small season, again and again the same: ``python -m tests.crash.exporter MEDIA OUT N``.

MEDIA holds its files by content; N changes every picture of it. Prints a line when it begins.
"""

from __future__ import annotations

import sys
from pathlib import Path

from engine.delivery.export import Wish
from tests.delivery.world import Store, finished, season, write


def main() -> None:
    media, out, shade = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    whole = finished(Store(media), *season(2), shade=shade)
    print("begins", flush=True)
    write(whole, out, "douyin,youtube-shorts", wish=Wish(workers=1, studio="0"))
    print("done", flush=True)


if __name__ == "__main__":
    main()
