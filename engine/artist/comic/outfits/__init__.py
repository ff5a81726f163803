"""Clothes by name, one module a family; each outfit is a function that dresses a figure."""

from __future__ import annotations

from collections.abc import Callable

from engine.artist.comic.body import Figure
from engine.artist.comic.outfits.layers import blouse, coat, mantle, waistcoat
from engine.artist.comic.outfits.modern import bodyguard, evening, street, suit
from engine.artist.comic.outfits.traditional import hanfu, tangzhuang
from engine.artist.comic.outfits.uniform import hospital, school

OUTFITS: dict[str, Callable[[Figure], None]] = {
    g.__name__: g
    for g in (
        suit,
        evening,
        hanfu,
        school,
        hospital,
        bodyguard,
        street,
        tangzhuang,
        coat,
        blouse,
        waistcoat,
        mantle,
    )
}
