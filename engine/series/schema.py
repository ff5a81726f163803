"""The document as JSON: every entity says its schema version, unknown fields are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from engine.base.canon import Json, exact
from engine.base.codec import decode, encode
from engine.base.errors import ProjectError
from engine.series.document import CastMember, Document, Episode, Line, Place, Scene, Series, Shot

T = TypeVar("T")
_Object = dict[str, Any]
_VERSIONS: Mapping[type, int] = {
    Document: 1, Series: 1, CastMember: 2, Place: 1, Episode: 1, Scene: 1, Shot: 1, Line: 2,
}  # fmt: skip
_NESTED: Mapping[type, Mapping[str, type]] = {
    Document: {"series": Series, "cast": CastMember, "places": Place, "episodes": Episode},
    Episode: {"lines": Line, "scenes": Scene},
    Scene: {"shots": Shot},
}


def _series_engine(data: _Object) -> _Object:
    """Version 2: no engine of one's own is "", the series' engine, and no longer its name."""
    for part, embedded in (("voice", "espeak"), ("look", "comic")):
        found = data.get(part)
        if isinstance(found, dict) and found.get("backend") == embedded:
            data[part] = {**found, "backend": ""}
    return data


_UPGRADES: Mapping[tuple[str, int], Callable[[_Object], _Object]] = {
    ("CastMember", 1): _series_engine,
    ("Line", 1): _series_engine,
}
"""(entity, version) to the function that makes the next version of it; chained on reading."""


def to_json(document: Document) -> str:
    """A whole document as JSON, its text exactly as it is."""
    return part_json(document)


def from_json(text: str) -> Document:
    """Read a document.

    Raises:
        ProjectError: damaged, or written by a newer version of the studio.
    """
    return part_from_json(Document, text)


def part_json(entity: object) -> str:
    """One entity as JSON with its schema version; equal entities give equal text."""
    plain = encode(entity)
    assert isinstance(plain, dict)
    return exact(_lower(type(entity), dict(plain)))


def part_from_json(kind: type[T], text: str) -> T:
    """Read one entity; raises ProjectError like `from_json`."""
    try:
        return decode(kind, _lift(kind, json.loads(text)))
    except ValueError as exc:
        raise ProjectError(
            "damaged", f"The project holds an unreadable part: {exc}.", "Restore a backup."
        ) from exc


def _lower(kind: type, data: _Object) -> Json:
    """Plain fields to stored form: the version in front, unknown fields beside the known."""
    extra = data.pop("extra", ())
    for name, inner in _NESTED.get(kind, {}).items():
        value = data[name]
        data[name] = (
            _lower(inner, value)
            if isinstance(value, dict)
            else [_lower(inner, item) for item in value]
        )
    unknown = {name: json.loads(text) for name, text in extra}
    return {**unknown, **data, "schema": f"{kind.__name__}.{_VERSIONS[kind]}"}


def _lift(kind: type, data: object) -> _Object:
    """Stored form to plain fields, upgraded to the newest version."""
    if not isinstance(data, dict):
        raise ValueError(f"{kind.__name__} is not an object")
    found = _upgraded(kind, dict(data))
    known = {field.name for field in fields(kind)}
    unknown = sorted(set(found) - known)
    if "extra" in known:
        found["extra"] = [[name, exact(found.pop(name))] for name in unknown]
    for name, inner in _NESTED.get(kind, {}).items():
        if isinstance(found.get(name), list):
            found[name] = [_lift(inner, item) for item in found[name]]
        elif name in found:
            found[name] = _lift(inner, found[name])
    return found


def _upgraded(kind: type, data: _Object) -> _Object:
    name, _, number = str(data.pop("schema", f"{kind.__name__}.1")).partition(".")
    if name != kind.__name__ or not number.isdigit():
        raise ValueError(f"{kind.__name__} has the schema {name}.{number}")
    version = int(number)
    if version > _VERSIONS[kind]:
        raise ProjectError(
            "too-new",
            f"The project was written by a newer version of the studio ({name} {version}).",
            "Install that version to open it.",
        )
    for step in range(version, _VERSIONS[kind]):
        if (name, step) not in _UPGRADES:
            raise ValueError(f"{name} has the unknown version {step}")
        data = _UPGRADES[name, step](data)
    return data
