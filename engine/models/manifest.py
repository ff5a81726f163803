"""Reads ``resources/models.toml``: which models there are and which choices they make possible.

Says nothing of this machine (that is `library`) and trusts nothing in the file: whatever does not
fit is named with its entry. Imports nothing heavy; read once a process.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from types import MappingProxyType

from engine.models.types import EMBEDDED, ROLES, EngineSpec, Model, ModelFile

_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}\Z")
_SHA256 = re.compile(r"(?:[0-9a-f]{64})?\Z")
_EMBEDDED_TITLES = {
    "planner": ("The studio's own planner", ("en", "zh", "hi", "pt"), ""),
    "espeak": ("The studio's six voices", (), "espeakng-loader"),
    "comic": ("The studio's comic artist", (), "skia-python"),
}
_Table = dict[str, object]


def models() -> Mapping[str, Model]:
    """All models of the manifest, by id, in its order."""
    return _shipped()[0]


def engines() -> Mapping[str, EngineSpec]:
    """All choices by id: first the three embedded ones, then the manifest's, in its order."""
    return _shipped()[1]


@cache
def embedded_version(engine: str) -> str:
    """What stands for the weights of an engine that has none, as its fingerprint."""
    if engine not in _EMBEDDED_TITLES:
        return f"{engine} 1"
    package = _EMBEDDED_TITLES[engine][2]
    try:
        return f"{engine} {version(package) if package else 1}"
    except PackageNotFoundError:
        return f"{engine} 0"


@cache
def _shipped() -> tuple[Mapping[str, Model], Mapping[str, EngineSpec]]:
    return read(files("resources").joinpath("models.toml").read_text("utf-8"))


def read(text: str) -> tuple[Mapping[str, Model], Mapping[str, EngineSpec]]:
    """The models and engines that a manifest describes.

    Raises:
        ValueError: naming the entry and the field that do not fit.
    """
    data = tomllib.loads(text)
    known: dict[str, Model] = {}
    for row in _rows(data, "model"):
        model = _model(row)
        _new(model.id, known)
        known[model.id] = model
    choices = {
        engine: EngineSpec(engine, role, _EMBEDDED_TITLES[engine][0],
                           languages=_EMBEDDED_TITLES[engine][1])
        for role, engine in EMBEDDED.items()
    }  # fmt: skip
    for row in _rows(data, "engine"):
        spec = _engine(row, known)
        _new(spec.id, choices)
        choices[spec.id] = spec
    return MappingProxyType(known), MappingProxyType(choices)


def _model(row: _Table) -> Model:
    where = _identifier(row)
    _only(row, where, Model.__dataclass_fields__)
    return Model(
        id=where,
        title=_text(row, "title", where),
        repo=_text(row, "repo", where),
        revision=_text(row, "revision", where),
        licence=_text(row, "licence", where),
        licence_url=_text(row, "licence_url", where),
        files=tuple(_file(entry, where) for entry in _list(row, "files", where)),
        gated=_flag(row, "gated", where),
        pickled=_flag(row, "pickled", where),
        memory_mb=_number(row, "memory_mb", where),
        languages=_texts(row, "languages", where),
        note=_text(row, "note", where, ""),
        download_mb=_number(row, "download_mb", where),
    )


def _engine(row: _Table, known: Mapping[str, Model]) -> EngineSpec:
    where = _identifier(row)
    _only(row, where, EngineSpec.__dataclass_fields__)
    role = _text(row, "role", where)
    if role not in ROLES:
        raise ValueError(f"{where}.role must be one of {', '.join(ROLES)}, not {role!r}")
    spec = EngineSpec(
        id=where,
        role=role,
        title=_text(row, "title", where),
        needs=_texts(row, "needs", where),
        optional=_texts(row, "optional", where),
        aside=_texts(row, "aside", where),
        languages=_texts(row, "languages", where),
        memory_mb=_number(row, "memory_mb", where),
        note=_text(row, "note", where, ""),
        least_mb=_number(row, "least_mb", where),
    )
    for model in (*spec.needs, *spec.optional):
        if model not in known:
            raise ValueError(f"{where} needs {model!r}, which is no model of the manifest")
    return spec


def _file(entry: object, where: str) -> ModelFile:
    row: _Table = {"path": entry} if isinstance(entry, str) else _table(entry, f"{where}.files")
    _only(row, f"{where}.files", ModelFile.__dataclass_fields__)
    path = _text(row, "path", where)
    if not safe_path(path):
        raise ValueError(f"{where}.files: {path!r} leads out of the model's folder")
    sha = _text(row, "sha256", where, "")
    if not _SHA256.match(sha):
        raise ValueError(f"{where}.files: {path} has no SHA-256 in hexadecimal digits")
    return ModelFile(path, _number(row, "size", where), sha)


def safe_path(path: str) -> bool:
    """Whether a relative path stays below its folder, on every system."""
    parts = path.split("/")
    return bool(path) and not any(c in path for c in "\\:\0") and ".." not in parts and all(parts)


def _rows(data: Mapping[str, object], name: str) -> list[_Table]:
    rows = data.get(name, [])
    if not isinstance(rows, list):
        raise ValueError(f"{name} must be a list of tables: [[{name}]]")
    return [_table(row, name) for row in rows]


def _table(row: object, where: str) -> _Table:
    if not isinstance(row, dict):
        raise ValueError(f"{where} must be a table, not {type(row).__name__}")
    return row


def _identifier(row: _Table) -> str:
    found = _text(row, "id", "an entry")
    if not _ID.match(found):
        raise ValueError(f"{found!r} is no id: small letters, digits, dots and hyphens")
    return found


def _new(found: str, known: Mapping[str, object]) -> None:
    if found in known:
        raise ValueError(f"{found} is there twice")


def _only(row: _Table, where: str, known: Mapping[str, object]) -> None:
    strange = sorted(set(row) - set(known))
    if strange:
        raise ValueError(f"{where} has no field {strange[0]!r}")


def _text(row: _Table, name: str, where: str, default: str | None = None) -> str:
    found = row.get(name, default)
    if not isinstance(found, str):
        raise ValueError(f"{where}.{name} must be a text")
    return found


def _flag(row: _Table, name: str, where: str) -> bool:
    found = row.get(name, False)
    if not isinstance(found, bool):
        raise ValueError(f"{where}.{name} must be true or false")
    return found


def _number(row: _Table, name: str, where: str) -> int:
    found = row.get(name, 0)
    if type(found) is not int or found < 0:
        raise ValueError(f"{where}.{name} must be a whole number, not negative")
    return found


def _list(row: _Table, name: str, where: str) -> list[object]:
    found = row.get(name, [])
    if not isinstance(found, list):
        raise ValueError(f"{where}.{name} must be a list")
    return found


def _texts(row: _Table, name: str, where: str) -> tuple[str, ...]:
    found = _list(row, name, where)
    texts = [item for item in found if isinstance(item, str)]
    if len(texts) != len(found):
        raise ValueError(f"{where}.{name} must be a list of texts")
    return tuple(texts)
