"""The manifest: what ships holds together, and what does not fit is named."""

from __future__ import annotations

import re

import pytest

from engine.models.manifest import embedded_version, engines, models, read, safe_path
from engine.models.types import EMBEDDED, ROLES

GOOD = """
[[model]]
id = "tiny"
title = "Tiny"
repo = "somebody/tiny"
revision = "main"
licence = "MIT"
licence_url = "https://example.org"
files = ["config.json", { path = "model.safetensors", size = 12, sha256 = "%s" }]

[[engine]]
id = "tiny"
role = "writer"
title = "Tiny"
needs = ["tiny"]
""" % ("a" * 64)


def test_what_ships_has_every_choice_and_each_engine_knows_its_models() -> None:
    known, choices = models(), engines()
    wanted = {"llama-3.2-3b", "llama-3.2-1b", "qwen3-4b", "endpoint", "bark", "bark-small",
              "qwen3-tts", "sdxl", *EMBEDDED.values()}  # fmt: skip
    assert wanted <= set(choices)
    assert {spec.role for spec in choices.values()} == set(ROLES)
    used = {name for spec in choices.values() for name in (*spec.needs, *spec.optional)}
    assert used == set(known), "no model is there for nothing"
    assert choices["endpoint"].needs == ()
    assert "zh" not in choices["llama-3.2-3b"].languages


def test_what_ships_is_pinned_as_far_as_it_is_known_and_says_its_licence() -> None:
    for model in models().values():
        assert model.licence
        if not model.repo:
            assert not model.files
            continue
        assert re.fullmatch(r"[\w.-]+/[\w.-]+", model.repo)
        assert model.revision == "main" or re.fullmatch(r"[0-9a-f]{40}", model.revision)
        assert model.licence_url.startswith("https://")
        assert model.download_mb > 0
        weights = [
            file.path for file in model.files if file.path.endswith((".safetensors", ".bin"))
        ]
        assert weights
        assert model.pickled == any(path.endswith(".bin") for path in weights)
        assert "NC" not in model.licence
    assert {m.id for m in models().values() if m.gated} == {"llama-3.2-3b", "llama-3.2-1b"}


def test_memory_of_an_engine_holds_at_least_its_weights() -> None:
    for spec in engines().values():
        weights = sum(models()[name].memory_mb for name in spec.needs)
        assert spec.memory_mb >= weights
        assert spec.least_mb <= spec.memory_mb


def test_a_manifest_is_read_with_types() -> None:
    known, choices = read(GOOD)
    assert [file.path for file in known["tiny"].files] == ["config.json", "model.safetensors"]
    assert known["tiny"].files[1].size == 12
    assert choices["tiny"].needs == ("tiny",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('role = "writer"', 'role = "cook"', "tiny.role must be one of"),
        ('needs = ["tiny"]', 'needs = ["huge"]', "'huge', which is no model"),
        ('title = "Tiny"', "title = 3", "tiny.title must be a text"),
        ('"config.json",', '"../config.json",', "leads out of"),
        ('"%s"' % ("a" * 64), '"abc"', "no SHA-256"),
        ("size = 12", "size = -1", "not negative"),
        ('licence = "MIT"', 'licence = "MIT"\nprice = 3', "no field 'price'"),
        ('id = "tiny"', 'id = "Tiny One"', "is no id"),
        ('repo = "somebody/tiny"', "", "tiny.repo must be a text"),
        ('needs = ["tiny"]', "needs = [1]", "must be a list of texts"),
        ('licence = "MIT"', 'licence = "MIT"\ngated = "yes"', "true or false"),
    ],
)
def test_what_does_not_fit_is_named(old: str, new: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        read(GOOD.replace(old, new))


def test_an_id_is_there_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        read(GOOD + GOOD)


@pytest.mark.parametrize("path", ["a/../b", "/a", "a//b", "..", "", "C:/a", "a\\b", "a/"])
def test_paths_that_lead_away_are_seen(path: str) -> None:
    assert not safe_path(path)


def test_embedded_engines_have_a_version() -> None:
    assert embedded_version("espeak") != embedded_version("comic")
    assert embedded_version("planner").startswith("planner ")
