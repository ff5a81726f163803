"""What is on this machine: registered, resolved, verified, forgotten; by two processes at once."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest
import torch

from engine.base.errors import Cancelled, EnvironmentFault, StudioError, UserInputError
from engine.models.library import Library, default_root
from tests.models import tiny

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "models")


def test_embedded_engines_and_the_endpoint_are_always_ready(library: Library) -> None:
    for engine in ("planner", "espeak", "comic", "endpoint"):
        found = library.resolve(engine)
        assert found.ready
        assert found.fingerprint.startswith(engine)
    assert not library.root.exists(), "asking writes nothing"


def test_what_is_missing_says_how_to_get_it(library: Library) -> None:
    bark = library.resolve("bark")
    assert (bark.ready, bark.fingerprint, bark.remedy) == (False, "", "models fetch bark")
    assert bark.missing == "Bark is not on this machine."
    unknown = library.resolve("hal-9000")
    assert not unknown.ready
    assert "hal-9000" in unknown.missing
    assert unknown.remedy


def test_a_folder_is_added_where_it_lies(library: Library, tmp_path: Path) -> None:
    folder = tiny.weights(tmp_path / "my bark")
    steps: list[tuple[int, int]] = []
    library.add("bark", folder, tell=lambda done, whole: steps.append((done, whole)))
    found = library.resolve("bark")
    assert found.ready
    assert found.folders == (("bark", str(folder)),)
    assert len(found.fingerprint) == 64
    assert steps[-1][0] == steps[-1][1] == library.installed()[0].size
    pinned = {file.path: file.sha256 for file in library.installed()[0].files}
    content = (folder / "model.safetensors").read_bytes()
    assert pinned["model.safetensors"] == hashlib.sha256(content).hexdigest()
    assert not (library.root / "weights").exists(), "nothing was copied"
    assert Library(library.root).resolve("bark") == found


def test_the_fingerprint_is_that_of_all_weights_in_use(library: Library, tmp_path: Path) -> None:
    library.add("bark", tiny.weights(tmp_path / "one", seed=1))
    first = library.resolve("bark")
    library.add("bark", tiny.weights(tmp_path / "two", seed=3))
    assert library.resolve("bark").fingerprint != first.fingerprint
    library.add("bark", tmp_path / "one")
    assert library.resolve("bark").fingerprint == first.fingerprint
    for seed, part in enumerate(library.engines()["sdxl"].needs):
        library.add(part, tiny.weights(tmp_path / part, seed=seed))
    plain = library.resolve("sdxl").fingerprint
    library.add("style-lora", tiny.weights(tmp_path / "style", seed=9))
    assert library.resolve("sdxl").fingerprint != plain, "the style changes every picture"


def test_what_only_cloning_needs_changes_nothing_else(library: Library, tmp_path: Path) -> None:
    library.add("bark", tiny.weights(tmp_path / "bark", seed=1))
    before = library.resolve("bark")
    library.add("hubert-base", tiny.weights(tmp_path / "hubert", seed=2))
    after = library.resolve("bark")
    assert [name for name, _ in after.folders] == ["bark", "hubert-base"]
    assert after.fingerprint == before.fingerprint, "no line is spoken anew for it"
    assert after.aside
    assert not before.aside
    library.add("hubert-base", tiny.weights(tmp_path / "other", seed=3))
    assert library.resolve("bark").aside != after.aside


def test_an_engine_of_several_models_waits_for_all(library: Library, tmp_path: Path) -> None:
    parts = ("sdxl-base", "controlnet-lineart", "sdxl-vae-fp16", "sdxl-lightning-8")
    for part in parts:
        assert not library.resolve("sdxl").ready
        library.add(part, tiny.weights(tmp_path / part))
    found = library.resolve("sdxl")
    assert tuple(name for name, _ in found.folders) == parts
    with pytest.raises(UserInputError, match="sdxl is made of several models: sdxl-base"):
        library.add("sdxl", tmp_path / "sdxl-base")


def test_pickles_and_code_of_its_own_are_refused(library: Library, tmp_path: Path) -> None:
    pickle = tiny.pickled(tmp_path / "pickle", {"w": torch.ones(1)})
    with pytest.raises(EnvironmentFault, match="pickled weights") as caught:
        library.add("bark", pickle)
    assert "--convert" in caught.value.remedy
    code = tiny.weights(tmp_path / "code")
    (code / "config.json").write_text('{"auto_map": {"AutoModel": "evil.Model"}}')
    with pytest.raises(EnvironmentFault, match="code of its own"):
        library.add("bark", code)
    with pytest.raises(EnvironmentFault, match="is not there"):
        library.add("bark", tmp_path / "nowhere")
    assert library.installed() == ()


def test_a_pickle_is_added_through_its_conversion(library: Library, tmp_path: Path) -> None:
    source = tiny.pickled(tmp_path / "pickle", {"w": torch.ones(3)})
    model = library.add("bark", source, convert=True)
    assert model.folder == str(library.folder_of("bark"))
    assert library.resolve("bark").ready
    assert library.remove("bark"), "the studio made it, so the studio deletes it"
    assert not library.folder_of("bark").exists()
    assert (source / "pytorch_model.bin").exists()


def test_a_model_of_ones_own_becomes_an_engine(library: Library, tmp_path: Path) -> None:
    folder = tiny.llama(tmp_path / "mine")
    with pytest.raises(UserInputError, match="No model is called my-llama"):
        library.add("my-llama", folder)
    with pytest.raises(EnvironmentFault, match="no tokeniser"):
        library.add("my-llama", folder, role="writer")
    with pytest.raises(EnvironmentFault, match="no causal language model"):
        library.add("my-llama", tiny.weights(tmp_path / "other"), role="writer")
    (folder / "tokenizer.json").write_text("{}")
    library.add("my-llama", folder, role="writer")
    assert library.engines()["my-llama"].role == "writer"
    assert library.resolve("my-llama").folders == (("my-llama", str(folder)),)
    library.add("my-style", tiny.weights(tmp_path / "style"), role="artist")
    mine = library.engines()["my-style"]
    assert mine.needs == (
        "my-style", "controlnet-lineart", "sdxl-vae-fp16", "sdxl-lightning-8"
    )  # fmt: skip
    with pytest.raises(UserInputError, match="cannot be the name"):
        library.add("My Llama", folder, role="writer")


def test_what_went_missing_or_changed_is_seen(library: Library, tmp_path: Path) -> None:
    folder = tiny.weights(tmp_path / "bark")
    library.add("bark", folder)
    weights = folder / "model.safetensors"
    whole = weights.read_bytes()
    assert library.verify("bark") == ()

    weights.write_bytes(whole[:-4])
    assert "model.safetensors has" in library.resolve("bark").missing
    assert library.resolve("bark").remedy == "models verify bark"
    weights.unlink()
    assert library.state("bark") == "model.safetensors is missing"

    weights.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    (folder / "config.json").unlink()
    found = library.verify("bark")
    assert [name for name, _ in found] == ["bark", "bark"]
    assert "config.json is missing" in found[0][1]
    assert "model.safetensors has other content" in found[1][1]
    assert "models add bark" in found[1][1]

    (folder / "config.json").write_text('{"model_type": "tiny"}')
    assert not library.resolve("bark").ready, "same size, but verified as changed"
    weights.write_bytes(whole)
    assert library.verify("bark") == ()
    assert library.resolve("bark").ready


def test_removing_leaves_alone_what_was_only_added(library: Library, tmp_path: Path) -> None:
    folder = tiny.weights(tmp_path / "bark")
    library.add("bark", folder)
    assert not library.remove("bark")
    assert (folder / "model.safetensors").exists()
    assert not library.resolve("bark").ready
    for name in ("bark", "nonsense"):
        with pytest.raises(UserInputError):
            library.remove(name)


def test_adding_stops_when_asked(library: Library, tmp_path: Path) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        library.add("bark", tiny.weights(tmp_path / "bark"), check=stop)
    assert library.installed() == ()


def test_a_licence_is_accepted_by_somebody_at_a_time(library: Library) -> None:
    assert library.licence("bark") is None
    library.accept_licence("bark", " Mei Lin ", "2026-11-25T08:00:00+00:00")
    found = Library(library.root).licence("bark")
    assert found is not None
    assert (found.who, found.when, found.licence) == ("Mei Lin", "2026-11-25T08:00:00+00:00", "MIT")
    with pytest.raises(UserInputError):
        library.accept_licence("bark", "  ")
    with pytest.raises(UserInputError):
        library.accept_licence("nonsense", "Mei Lin")


def test_another_licence_has_to_be_accepted_anew(library: Library) -> None:
    library.accept_licence("bark", "Mei Lin")
    path = library.root / "library.json"
    path.write_text(path.read_text().replace('"MIT"', '"Another"'))
    assert library.licence("bark") is None


def test_the_price_is_kept(library: Library) -> None:
    assert library.hourly_price == 0
    library.hourly_price = 3.5
    assert Library(library.root).hourly_price == 3.5
    with pytest.raises(UserInputError):
        library.hourly_price = -1


def test_unknown_fields_stay(library: Library, tmp_path: Path) -> None:
    library.root.mkdir(parents=True)
    path = library.root / "library.json"
    path.write_text('{"later": {"x": 1}, "models": {}}')
    library.add("bark", tiny.weights(tmp_path / "bark"))
    found = json.loads(path.read_text())
    found["models"]["bark"]["later"] = 2
    path.write_text(json.dumps(found))
    library.add("bark", tmp_path / "bark")
    library.hourly_price = 1
    again = json.loads(path.read_text())
    assert again["later"] == {"x": 1}
    assert again["models"]["bark"]["later"] == 2


@pytest.mark.parametrize(
    "text", ["", "[]", '{"models": 3}', '{"models": {"bark": {}}}', '{"hourly_price": "x"}']
)
def test_a_record_that_cannot_be_read_is_said_and_not_written_over(
    library: Library, text: str
) -> None:
    library.root.mkdir(parents=True)
    path = library.root / "library.json"
    path.write_text(text)
    found = library.resolve("bark")
    assert "cannot be read" in found.missing
    assert found.remedy
    with pytest.raises(EnvironmentFault, match="cannot be read"):
        library.installed()
    assert path.read_text() == text


def test_two_processes_lose_nothing_of_each_other(library: Library) -> None:
    names = ("bark", "bark-small", "sdxl-base", "qwen3-4b")
    code = (
        "import sys; from engine.models.library import Library\n"
        "library = Library(sys.argv[1])\n"
        "for turn in range(10): library.accept_licence(sys.argv[2], f'person {turn}')\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code.replace("sys.argv[1]", "__import__('pathlib')"
                          ".Path(sys.argv[1])"), str(library.root), name], cwd=ROOT)
        for name in names
    ]  # fmt: skip
    assert [process.wait() for process in running] == [0] * len(names)
    for name in names:
        found = library.licence(name)
        assert found is not None
        assert found.who == "person 9"


def test_resolving_is_quick(library: Library, tmp_path: Path) -> None:
    folder = tiny.weights(tmp_path / "bark")
    for number in range(60):  # Bark's voice prompts
        (folder / f"voice_{number}.npy").write_bytes(bytes(100))
    library.add("bark", folder)
    library.resolve("bark")
    times = []
    for _ in range(20):
        start = perf_counter()
        assert library.resolve("bark").ready
        times.append(perf_counter() - start)
    assert sorted(times)[10] < 0.005


def test_where_models_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLIFF_MODELS", str(tmp_path / "x"))
    assert default_root() == tmp_path / "x"
    assert Library().root == tmp_path / "x"
    monkeypatch.delenv("CLIFF_MODELS")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert default_root() == tmp_path / "data" / "cliffhanger-studio" / "models"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert default_root().parts[-4:-2] == ("Library", "Application Support")


def test_a_full_or_forbidden_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    with pytest.raises(StudioError, match="cannot be written"):
        Library(tmp_path / "models").accept_licence("bark", "Mei Lin")


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys, engine.models.library, engine.models.convert\n"
        "print([m for m in ('torch', 'numpy', 'transformers', 'safetensors') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
