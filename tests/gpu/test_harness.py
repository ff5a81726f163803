"""The bench of a season, tried with models that know nothing and are as small as can be, on a CPU.

Figures are checked for being there and hanging together; how large they are says nothing here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import pytest
import torch

from engine.voice.bark_stages import Heat, Row, Stages
from tests.gpu import bench_season, shapes
from tests.gpu.measuring import LIBRARIES, Meter, flops
from tests.gpu.order import Order, drawing_tasks, face_tasks, plate_tasks
from tests.gpu.shapes import REAL, TINY

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")

ARGUMENTS = (
    *("--shape", "tiny", "--episodes", "1", "--candidates", "2", "--lines", "2", "--images", "4"),
    *("--codes", "20", "--sample", "1", "--plain-steps", "2", "--price", "7"),
)


@pytest.mark.slow
def test_a_tiny_season_is_made_twice_and_all_figures_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "season.json"
    monkeypatch.setenv("CLIFF_DEVICE", "cpu")
    monkeypatch.setattr(sys, "argv", ["bench_season", *ARGUMENTS, "--json", str(file)])
    bench_season.main()
    told = json.loads(file.read_text("utf-8"))

    assert list(told["stages"]) == ["write", "speak", "draw"]
    for stage in told["stages"].values():
        for name in ("seconds", "cost", "cost_per_episode", "rate", "peak_bytes", "flops",
                     "share_of_peak", "ratio"):  # fmt: skip
            assert stage[name] > 0, (stage["name"], name)
        assert stage["cost"] == pytest.approx(stage["seconds"] / 3600 * 7)
        assert sum(stage["parts"].values()) == pytest.approx(stage["seconds"], rel=0.05, abs=0.5)
        library = stage["library"]
        assert 0 < library["ran"] <= library["of"]
        each = library["measured_seconds"] / library["ran"]
        assert library["seconds"] == pytest.approx(each * library["of"])
        assert stage["ratio"] == pytest.approx(library["seconds"] / stage["seconds"])
    assert {name: stage["count"] for name, stage in told["stages"].items()} == {
        "write": 1, "speak": 2, "draw": 4,
    }  # fmt: skip
    assert told["stages"]["speak"]["facts"]["audio_seconds"] == pytest.approx(2 * 30 / 75)
    assert told["stages"]["draw"]["facts"]["steps_a_picture"] == 8
    assert told["stages"]["draw"]["facts"]["as_many_of_832x1216"] == pytest.approx(4, abs=0.3)

    season, parts = told["season"], told["stages"].values()
    assert season["seconds"] == pytest.approx(sum(stage["seconds"] for stage in parts))
    plain = sum(stage["library"]["seconds"] for stage in parts)
    assert season["ratio"] == pytest.approx(plain / season["seconds"])
    assert set(told["machine"]["versions"]) == set(LIBRARIES)
    assert told["machine"]["device"] == "cpu"
    assert told["order"]["images"] == 4
    assert told["targets"]["judged"] is False
    printed = capsys.readouterr().out
    assert "not judged" in printed
    assert "PASS" not in printed


def _report(
    device: str, shape: str, order: Order, seconds: float, ratio: float,
    stages: Iterable[str] = bench_season.STAGES,
) -> dict:  # fmt: skip
    return {
        "shape": shape, "order": asdict(order), "machine": {"device": device},
        "season": {"seconds": seconds, "ratio": ratio}, "stages": dict.fromkeys(stages),
    }  # fmt: skip


def test_targets_are_judged_for_the_whole_order_on_a_card_only() -> None:
    def found(*args: object) -> list[object]:
        told = bench_season.verdicts(_report(*args))
        return [value for name, value in told.items() if name not in ("judged", "why")]

    assert found("cuda", "real", Order(), 150.0, 6.0) == ["PASS", "PASS", "PASS"]
    assert found("cuda", "real", Order(sample=9, price=1.0), 190.0, 4.9) == ["FAIL", "FAIL", "FAIL"]
    assert found("cuda:0", "real", Order(), 180.0, 5.0) == ["PASS", "PASS", "PASS"]
    for other in (
        ("cpu", "real", Order()),
        ("cuda", "tiny", Order()),
        ("cuda", "real", Order(images=100)),
        ("cuda", "real", Order(whole_steps=False)),
    ):
        assert found(*other, 1.0, 99.0) == []
    assert found("cuda", "real", Order(), 1.0, 99.0, ["draw"]) == []


def test_real_shapes_have_the_published_numbers_of_parameters() -> None:
    """On no device at all: shapes without numbers in them."""

    def millions(model: torch.nn.Module) -> int:
        return round(sum(p.numel() for p in model.parameters()) / 1e6)

    assert millions(shapes.llama(REAL, "meta")) == 3213
    parts = shapes.painter_parts(REAL, "meta")
    found = {name: millions(model) for name, model in parts.items()
             if isinstance(model, torch.nn.Module)}  # fmt: skip
    assert found == {
        "unet": 2567, "controlnet": 1251, "vae": 84, "text_encoder": 123, "text_encoder_2": 695,
    }  # fmt: skip
    bark = shapes.bark(REAL, "meta")
    assert millions(bark.semantic) == 446  # 24 layers of 12.6, 133 for text, 10 for codes
    assert [part.config.num_layers for part in (bark.semantic, bark.coarse_acoustics,
            bark.fine_acoustics)] == [24] * 3  # fmt: skip
    settings = Stages(bark).settings
    assert (settings.text_length, settings.window, settings.codebook) == (256, 60, 1024)


def test_lines_are_as_long_as_they_are_asked_to_be() -> None:
    """Whatever is drawn: a Bark of random weights would end anywhere."""
    stages = Stages(shapes.bark(TINY, "cpu"))
    rows = [Row((1, 2), None, seed, Heat(2.0, 1.0, 1.0, 0.0), 25) for seed in range(4)]
    found = stages.speak(rows, lambda: None)
    assert [len(heard.semantic) for heard in found] == [25] * 4
    assert len({heard.semantic.tobytes() for heard in found}) == 4


def test_the_order_has_a_real_seasons_mixture() -> None:
    order = Order()
    assert (order.plates, order.drawings) == (11, 65)
    tasks = drawing_tasks(order.drawings)
    assert len({(task.who, task.view.name) for task in tasks}) == order.drawings
    assert len({task.spec for task in plate_tasks(order.plates)}) == order.plates
    faces = face_tasks(133, tasks, [object()] * len(tasks))
    assert len({(face.who, face.view.name, face.face) for face in faces}) == 133
    assert not any(face.view.back for face in faces)


def test_work_is_counted_in_operations_and_the_peak_is_no_less_than_work() -> None:
    one, other = torch.ones(8, 16), torch.ones(16, 4)
    assert flops(lambda: one @ other) == 2 * 8 * 16 * 4
    query = torch.ones(1, 2, 8, 4)
    attention = lambda: torch.nn.functional.scaled_dot_product_attention(query, query, query)  # noqa: E731 - named for what it is
    assert flops(attention) == 2 * (2 * 2 * 8 * 8 * 4)
    found, spent = Meter("cpu").of(lambda: 5)
    assert (found, spent.energy_j) == (5, 0)
    assert spent.seconds >= 0
    assert spent.peak_bytes > 1 << 20
