"""A title becomes a folder name that Linux, macOS and Windows all take."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.delivery.names import MAX_BYTES, slug

RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Name They Buried", "The-Name-They-Buried"),
        ("谁放的火", "谁放的火"),
        ('What: "the" fire / kept?', "What-the-fire-kept"),
        ("  a \t b\n", "a-b"),
        ("...", "season"),
        ("", "season"),
        (". - .", "season"),
        ("..secret", "secret"),
        ("e\u0301t\u00e9", "été"),
        ("NUL", "NUL-season"),
        ("NUL.txt", "NUL-season.txt"),
        ("CON.a", "CON-season.a"),
        ("com1.x", "com1-season.x"),
        ("nul.tar.gz", "nul-season.tar.gz"),
        ("LPT9", "LPT9-season"),
        ("com¹.x", "com¹-season.x"),
        ("conout$", "conout$-season"),
        ("aux: the return", "aux-the-return"),
        ("console.a", "console.a"),
        ("com10", "com10"),
    ],
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert slug(title) == name


TITLES = st.one_of(
    st.text(max_size=200),
    st.builds(
        lambda head, mark, count, tail: f"{head}{mark * count}{tail}",
        st.sampled_from(["con", "NUL", "com1", "LPT³", "秘", "😀", ""]),
        st.sampled_from([".", "-", " ", "\u0301", "秘", ":", "x"]),
        st.integers(0, 150),
        st.sampled_from(["", ".txt", "x", " ", "-"]),
    ),
)


@settings(max_examples=400, deadline=None)
@given(TITLES.filter(lambda title: not re.search(r"[\ud800-\udfff]", title)))
def test_every_name_is_taken_by_every_system(title: str) -> None:
    name = slug(title)
    assert 1 <= len(name.encode()) <= MAX_BYTES
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f\s]', name)
    assert not RESERVED.fullmatch(name.partition(".")[0])
    assert name[0] not in ".- "
    assert name[-1] not in ".- "
    assert unicodedata.is_normalized("NFC", name)
    assert slug(name) == name
