"""Edits of what is delivered: unknown profiles and labels are refused with what there is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.base.errors import UserInputError
from engine.series.document import Document, Series
from engine.work.refusals import refuse_bad

PLAIN = Document(Series("t", "p", "en"))


def edited(**values: str) -> Document:
    return replace(PLAIN, series=replace(PLAIN.series, **values))


@pytest.mark.parametrize(
    ("values", "told"),
    [({"profile": "vhs"}, "douyin"), ({"labels_off": "opening, nothing"}, "credentials")],
)
def test_what_there_is_not_is_refused_with_what_there_is(values: dict[str, str], told: str) -> None:
    with pytest.raises(UserInputError) as fault:
        refuse_bad(PLAIN, edited(**values), {})
    assert told in fault.value.remedy


@pytest.mark.parametrize(
    "values", [{"profile": "douyin, archive"}, {"profile": "all"}, {"labels_off": "cover,audio"}]
)
def test_what_there_is_may_be_chosen(values: dict[str, str]) -> None:
    refuse_bad(PLAIN, edited(**values), {})
