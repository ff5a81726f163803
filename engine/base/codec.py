"""Frozen dataclasses to JSON and back, exactly as their annotations say.

Handles int, str, bool, None, float, nested dataclasses, ``tuple[X, ...]``, ``tuple[A, B]`` and
unions with None. One pair of functions is compiled for each class, because a cut list holds
thousands of small objects and is read on every opening of a project.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, cast

from engine.base.canon import Json

T = TypeVar("T")
_Encoder = Callable[[Any], Json]
_Decoder = Callable[[Any, str], Any]
_SCALARS = (int, str, bool, float)


def encode(value: object) -> Json:
    """The JSON of a frozen dataclass: an object with one entry a field."""
    return _encoder(cast("Any", type(value)))(value)


def decode(cls: type[T], data: object, path: str = "") -> T:
    """The dataclass that `data` describes; absent fields take their defaults.

    Raises:
        ValueError: naming the path of the first entry that does not fit.
    """
    return cast("T", _decoder(cast("Any", cls))(data, path or cls.__name__))


@cache
def _encoder(kind: Any) -> _Encoder:
    if kind in _SCALARS or kind is type(None):
        return _same
    if is_dataclass(kind):
        return _object_encoder(cast("type[Any]", kind))
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        each = _encoder(arguments[0])
        # empty rows are by far the most frequent ones
        return list if each is _same else lambda value: [each(o) for o in value] if value else []
    if origin is tuple:
        kinds = tuple(_encoder(argument) for argument in arguments)
        return lambda value: [part(item) for part, item in zip(kinds, value, strict=True)]
    if origin in (typing.Union, types.UnionType):
        inner = [argument for argument in arguments if argument is not type(None)]
        if len(inner) == 1:
            part = _encoder(inner[0])
            return lambda value: None if value is None else part(value)
    raise TypeError(f"{kind} cannot be written as JSON")


def _same(value: Any) -> Any:
    return value


def _object_encoder(kind: type[Any]) -> _Encoder:
    """A function that is one expression, `{"name": o.name, ...}`: twice as fast as a loop."""
    hints = typing.get_type_hints(kind)
    parts = {f.name: _encoder(hints[f.name]) for f in fields(kind)}
    entries = ", ".join(
        f"{name!r}: o.{name}" if part is _same else f"{name!r}: _{name}(o.{name})"
        for name, part in parts.items()
    )
    known = {f"_{name}": part for name, part in parts.items()}
    made: _Encoder = eval(f"lambda o: {{{entries}}}", known)
    return made


@cache
def _decoder(kind: Any) -> _Decoder:
    if kind in _SCALARS:
        return _scalar(kind)
    if is_dataclass(kind):
        return _object(cast("type[Any]", kind))
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _row(_decoder(arguments[0]))
    if origin is tuple:
        return _fixed(tuple(_decoder(argument) for argument in arguments))
    if origin in (typing.Union, types.UnionType):
        inner = [argument for argument in arguments if argument is not type(None)]
        if len(inner) == 1:
            part = _decoder(inner[0])
            return lambda data, path: None if data is None else part(data, path)
    raise TypeError(f"{kind} cannot be read from JSON")


def _scalar(kind: type) -> _Decoder:
    allowed = (int, float) if kind is float else (kind,)

    def read(data: Any, path: str) -> Any:
        if type(data) not in allowed:
            raise ValueError(f"{path} must be {kind.__name__}, not {type(data).__name__}")
        return data

    return read


def _row(part: _Decoder) -> _Decoder:
    def read(data: Any, path: str) -> Any:
        if not isinstance(data, list | tuple):
            raise ValueError(f"{path} must be a list, not {type(data).__name__}")
        return tuple([part(item, path) for item in data])

    return read


def _fixed(parts: tuple[_Decoder, ...]) -> _Decoder:
    def read(data: Any, path: str) -> Any:
        if not isinstance(data, list | tuple) or len(data) != len(parts):
            raise ValueError(f"{path} must be a list of {len(parts)}")
        return tuple([part(item, path) for part, item in zip(parts, data, strict=True)])

    return read


def _object(kind: type[Any]) -> _Decoder:
    hints = typing.get_type_hints(kind)
    named = tuple(
        (f.name, _decoder(hints[f.name]), f.default is MISSING and f.default_factory is MISSING)
        for f in fields(kind)
    )
    known = frozenset(name for name, _, _ in named)

    def read(data: Any, path: str) -> Any:
        if not isinstance(data, dict):
            raise ValueError(f"{path} must be an object, not {type(data).__name__}")
        if not known.issuperset(data):
            raise ValueError(f"{path} has no field {min(set(data) - known)!r}")
        values: dict[str, Any] = {}
        for name, part, required in named:
            if name in data:
                values[name] = part(data[name], f"{path}.{name}")
            elif required:
                raise ValueError(f"{path}.{name} is missing")
        return kind(**values)

    return read
