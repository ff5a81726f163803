"""The places of an episode: taken from their files, or drawn here while there is no file yet."""

from __future__ import annotations

import os
from collections import OrderedDict
from dataclasses import astuple
from pathlib import Path

from engine.artist.comic.artist import ComicArtist
from engine.artist.ora import read_plate, write_plate
from engine.artist.types import PlateLayers, SetSpec
from engine.base.canon import digest
from engine.base.errors import UserInputError
from engine.preview.reel import Reel

_KEPT = 2  # plates in memory, 31 MB each; an episode plays in one place
_ANYWHERE = SetSpec("street", "day", "neutral", 1)
_HASH = 64  # letters of a content hash


def file_key(path: Path) -> str:
    """What names the content of a file: its name in the media store, else path, size and time."""
    if len(path.name) == _HASH:
        return path.name
    try:
        info = path.stat()
    except OSError:
        return digest([str(path)])
    return digest([str(path), info.st_size, info.st_mtime_ns])


class Plates:
    """Layers by place. folder: where drawn plates are kept between processes."""

    def __init__(self, folder: Path, artist: ComicArtist) -> None:
        self._folder, self._artist = folder, artist
        self._files: dict[str, Path] = {}
        self._specs: dict[str, SetSpec] = {}
        self._keys: dict[str, str] = {}
        self._read: OrderedDict[str, PlateLayers] = OrderedDict()

    def load(self, reel: Reel) -> None:
        """From now on the places are those of this reel."""
        self._files = dict(reel.plates)
        self._specs = {
            place: SetSpec(plate, time, mood, seed) for place, plate, time, mood, seed in reel.sets
        }
        self._keys = {}

    def key(self, place: str) -> str:
        """What names the picture of a place."""
        if place not in self._keys:
            file = self._files.get(place)
            self._keys[place] = self._drawn_key(place) if file is None else file_key(file)
        return self._keys[place]

    def layers(self, place: str) -> PlateLayers:
        """The place in layers; one whose file cannot be read is drawn."""
        key = self.key(place)
        if key in self._read:
            self._read.move_to_end(key)
            return self._read[key]
        file = self._files.get(place)
        try:
            found = self._drawn(place) if file is None else read_plate(file)
        except UserInputError:
            del self._files[place]
            key = self._keys[place] = self._drawn_key(place)
            found = self._drawn(place)
        self._read[key] = found
        while len(self._read) > _KEPT:
            self._read.popitem(last=False)
        return found

    def _drawn_key(self, place: str) -> str:
        spec = self._specs.get(place, _ANYWHERE)
        return digest(["preview", self._artist.name, self._artist.version, *astuple(spec)])

    def _drawn(self, place: str) -> PlateLayers:
        path = self._folder / f"{self._drawn_key(place)}.ora"
        try:
            return read_plate(path)
        except UserInputError:
            made = self._artist.plate(self._specs.get(place, _ANYWHERE))
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_plate(made, temporary)
            os.replace(temporary, path)
        except OSError:
            temporary.unlink(missing_ok=True)  # a full disk only costs drawing it again
        return made
