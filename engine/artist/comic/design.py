"""From a look's traits to a character that can be drawn; what is missing is chosen by the seed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from engine.artist.comic.ink import RGB
from engine.artist.comic.spec import (
    ACCESSORIES,
    AGES,
    BROWS,
    EYES,
    FACES,
    HAIRS,
    MOUTHS,
    NOSES,
    OUTFITS,
    SKINS,
    Character,
)
from engine.base.errors import UserInputError
from engine.series.document import Look

_HAIRS: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("f", False): ("long_bangs", "wavy_side", "high_ponytail", "bob", "braids"),
    ("f", True): ("updo", "bun_pins"),
    ("m", False): ("short_fringe", "slick_back", "spiky", "comma", "buzz"),
    ("m", True): ("elder_combed",),
}
_OUTFITS = {"f": ("evening", "street", "suit"), "m": ("suit", "street", "bodyguard")}
_HAIR_RGB: tuple[RGB, ...] = ((46, 34, 52), (30, 28, 42), (92, 54, 44), (64, 44, 58), (140, 52, 46))
_GREY: RGB = (206, 202, 206)
_CLOTH: tuple[RGB, ...] = (
    (44, 50, 92), (60, 92, 150), (122, 30, 34), (88, 34, 112), (58, 60, 70), (46, 96, 88),
)  # fmt: skip
_ACCENT: tuple[RGB, ...] = ((178, 42, 60), (222, 178, 90), (42, 74, 120), (236, 150, 70))
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "face": FACES, "eye": EYES, "hair": HAIRS, "outfit": OUTFITS, "skin": tuple(SKINS),
    "nose": NOSES, "mouth": MOUTHS, "brow": BROWS,
}  # fmt: skip
_COLOURS = ("hair_rgb", "eye_rgb", "outfit_rgb", "accent_rgb", "lips")
_SHARES = ("build", "stature", "jaw")
_NOSES = {"f": ("small", "straight", "small"), "m": NOSES}
_MOUTHS = {"f": ("small", "full", "wide"), "m": ("thin", "wide", "full")}
_BROWS = {"f": ("soft", "straight", "arched"), "m": ("thick", "straight", "sharp")}


def legal_traits() -> Mapping[str, tuple[str, ...]]:
    """Trait to its values; colours are "r,g,b", shares per cent, accessories a comma list.

    lora names the adapter that a painter was given for this character; ink does not know it.
    """
    return {
        **_CHOICES,
        "accessories": ACCESSORIES,
        **dict.fromkeys(_COLOURS, ("r,g,b",)),
        **dict.fromkeys(_SHARES, ("70 to 130",)),
        "lora": ("name",),
    }


@lru_cache(maxsize=256)
def design(look: Look, gender: str, age: str) -> Character:
    """The character of a look. Raises UserInputError for an unknown trait or value."""
    traits = dict(look.traits)
    unknown = set(traits) - set(legal_traits())
    if unknown:
        raise UserInputError(
            "no-trait",
            f"There is no trait {min(unknown)!r}.",
            f"Traits: {', '.join(legal_traits())}.",
        )
    rng = np.random.default_rng(look.seed)

    def one(values: tuple[RGB, ...]) -> RGB:
        return values[int(rng.integers(len(values)))]

    def named(name: str, values: tuple[str, ...]) -> str:
        drawn = values[int(rng.integers(len(values)))]
        return _choice(name, traits[name]) if name in traits else drawn

    old = age == "elder"
    return Character(
        age=age if age in AGES else "young",
        gender="f" if gender == "f" else "m",
        face=named("face", FACES if gender == "m" else ("oval", "heart", "round")),
        eye=named("eye", ("almond", "round", "phoenix") if gender == "f" else EYES),
        skin=named("skin", ("porcelain", "fair") if gender == "f" else ("fair", "warm", "tan")),
        hair=named("hair", _HAIRS[gender if gender == "f" else "m", old]),
        outfit=named("outfit", _OUTFITS["f" if gender == "f" else "m"]),
        hair_rgb=_colour(traits, "hair_rgb", _GREY if old else one(_HAIR_RGB)),
        eye_rgb=_colour(traits, "eye_rgb", one(((120, 70, 44), (92, 62, 96), (70, 84, 110)))),
        outfit_rgb=_colour(traits, "outfit_rgb", one(_CLOTH)),
        accent_rgb=_colour(traits, "accent_rgb", one(_ACCENT)),
        lips=_colour(traits, "lips", (206, 92, 98) if gender == "f" else (196, 112, 104)),
        accessories=_accessories(traits.get("accessories", "")),
        build=_share(traits, "build"),
        stature=_share(traits, "stature"),
        seed=look.seed,
        nose=named("nose", _NOSES["f" if gender == "f" else "m"]),
        mouth=named("mouth", _MOUTHS["f" if gender == "f" else "m"]),
        brow=named("brow", _BROWS["f" if gender == "f" else "m"]),
        jaw=_share(traits, "jaw"),
    )


def _choice(name: str, value: str) -> str:
    if value not in _CHOICES[name]:
        raise _bad(name, value, ", ".join(_CHOICES[name]))
    return value


def _colour(traits: Mapping[str, str], name: str, otherwise: RGB) -> RGB:
    if name not in traits:
        return otherwise
    parts = traits[name].split(",")
    if len(parts) != 3 or not all(p.strip().isdigit() and int(p) < 256 for p in parts):
        raise _bad(name, traits[name], "three numbers from 0 to 255, like 44,50,92")
    red, green, blue = (int(p) for p in parts)
    return red, green, blue


def _share(traits: Mapping[str, str], name: str) -> float:
    text = traits.get(name, "100")
    if not text.isdigit() or not 70 <= int(text) <= 130:
        raise _bad(name, text, "a number from 70 to 130")
    return int(text) / 100


def _accessories(text: str) -> frozenset[str]:
    found = frozenset(part.strip() for part in text.split(",") if part.strip())
    for part in sorted(found - set(ACCESSORIES)):
        raise _bad("accessories", part, ", ".join(ACCESSORIES))
    return found


def _bad(name: str, value: str, legal: str) -> UserInputError:
    return UserInputError("bad-trait", f"{value!r} is not a value for {name}.", f"Use {legal}.")
