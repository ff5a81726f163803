"""Every kind of file that an archive has carries its record, whoever the producer is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.delivery.marks import MARKED, carries
from engine.delivery.packing import pack
from engine.delivery.performing import Job, perform_all
from engine.delivery.profiles import profiles
from engine.delivery.season import FinishedSeason
from engine.delivery.verify import record_fault
from tests.delivery.world import Store, finished, season


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> FinishedSeason:
    return finished(Store(tmp_path_factory.mktemp("media")), *season(1))


@pytest.mark.parametrize("producer", ["Studio (one) \\ two", "工作室 & <Söhne>"])
def test_the_record_is_in_every_file_that_can_carry_it(
    producer: str, one: FinishedSeason, tmp_path: Path
) -> None:
    series = replace(one.document.series, producer=producer)
    whole = replace(one, document=replace(one.document, series=series))
    orders = pack(whole, replace(profiles()["archive"], stems=False), "", "0").orders
    outcomes = perform_all([Job(order, tmp_path) for order in orders], None)
    assert [o.error for o in outcomes if o.error] == []
    files = [tmp_path / name for order in orders for name in order.files if carries(name)]
    assert {file.suffix[1:] for file in files} >= MARKED - {"wav", "png"}
    assert {file.name: fault for file in files if (fault := record_fault(file))} == {}
