"""Delivery profiles: the ones there are, what a wrong one is told, and what a list of ids means."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from engine.base.errors import UserInputError
from engine.delivery.profiles import chosen, profiles, read_profile, wants_textless

TEXT = files("resources").joinpath("profiles", "douyin.toml").read_text("utf-8")


def test_every_platform_of_the_trade_has_a_profile() -> None:
    known = profiles()
    assert {"universal", "douyin", "kuaishou", "tiktok", "youtube-shorts", "instagram-reels",
            "drama-app", "archive", "archive-uhd"} <= set(known)  # fmt: skip
    assert next(iter(known)) == "universal"


def test_platforms_that_refuse_edit_lists_get_none() -> None:
    refusing = {id for id, p in profiles().items() if not p.edit_list}
    assert {"youtube-shorts", "instagram-reels"} <= refusing


def test_what_is_shown_to_people_carries_every_label() -> None:
    for profile in profiles().values():
        if profile.burned:
            assert profile.labels == {"opening", "metadata", "credentials"}, profile.id


def test_no_profile_is_louder_or_peaks_higher_than_platforms_take() -> None:
    for profile in profiles().values():
        assert -24 <= profile.lufs <= -14
        assert profile.peak <= -1.5


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('words = "burned"', 'words = "sung"', "words must be one of"),
        ("frame = [1080, 1920]", "frame = [1920, 1080]", "frame must be one of"),
        ("lufs = -14.0", "lufs = 3", "lufs must lie between"),
        ("safe = [60, 288, 1020, 1632]", "safe = [60, 288, 20, 1632]", "safe must be"),
        ('files = ["srt"]', 'files = ["doc"]', "files must be one of"),
        ('edit_list = "keep"', 'edit_list = "maybe"', "edit_list must be one of"),
    ],
)
def test_a_wrong_profile_is_told_what_is_wrong(old: str, new: str, told: str) -> None:
    assert old in TEXT
    with pytest.raises(ValueError, match=re.escape(told)):
        read_profile("mine", TEXT.replace(old, new))


def test_ids_are_taken_once_in_their_order() -> None:
    assert [p.id for p in chosen(" tiktok, douyin,tiktok,")] == ["tiktok", "douyin"]
    assert [p.id for p in chosen("")] == ["universal"]
    every = [p.id for p in chosen("all")]
    assert set(every) == set(profiles()) - {"archive-uhd"}
    with pytest.raises(UserInputError, match=r"no profile 'vhs'.*douyin"):
        chosen("douyin,vhs")


def test_only_some_want_pictures_without_words() -> None:
    assert not wants_textless("universal,douyin,gone")
    assert wants_textless("douyin, drama-app")
    assert wants_textless("all")
