"""Downloads from a hub on loopback: whole or not at all, going on after cuts."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
import torch
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from engine.base.errors import Cancelled, EnvironmentFault, StudioError, UserInputError
from engine.models.fetch import choose, fetch, need_room
from engine.models.hub import Hub, Remote, the_hub
from engine.models.library import Library
from engine.models.manifest import models
from tests.models import tiny
from tests.models.fake_hub import COMMIT, FakeHub, serving

ROOT = Path(__file__).resolve().parents[2]
MODEL = "qwen3-4b"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the repository of the model holds, with weights of 3 MB."""
    weights = tmp_path_factory.mktemp("weights")
    from safetensors.torch import save_file

    torch.manual_seed(3)
    save_file({"w": torch.rand(750_000)}, weights / "w", metadata={"format": "pt"})
    found = {
        name: f'{{"name": "{name}"}}'.encode()
        for name in ("config.json", "generation_config.json", "tokenizer.json", "vocab.json",
                     "tokenizer_config.json", "model.safetensors.index.json", "README.md")
    }  # fmt: skip
    found["merges.txt"] = b"a b\n"
    found["model-00001-of-00001.safetensors"] = (weights / "w").read_bytes()
    found["modeling_evil.py"] = b"import os"
    return found


@pytest.fixture
def hub(files: dict[str, bytes]) -> Iterator[FakeHub]:
    with serving(dict(files), models()[MODEL].repo) as running:
        yield running


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path / "models")
    made.accept_licence(MODEL, "Mei Lin")
    return made


WEIGHTS = "model-00001-of-00001.safetensors"


def get(library: Library, hub: FakeHub, token: str = "", **more: object):
    """Fetch the model; what came, and how long it would have waited between tries."""
    pauses: list[float] = []
    found = fetch(library, MODEL, hub=Hub(hub.address, token), pause=pauses.append, **more)
    return found, pauses


def test_a_model_comes_whole_and_is_pinned(
    library: Library, hub: FakeHub, files: dict[str, bytes]
) -> None:
    steps: list[tuple[int, int]] = []
    found, _ = get(library, hub, tell=lambda done, whole: steps.append((done, whole)))
    assert library.resolve(MODEL).ready
    assert (found.commit, found.origin) == (COMMIT, "fetched")
    folder = Path(found.folder)
    assert folder == library.folder_of(MODEL)
    here = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*")}
    assert set(files) - set(here) == {"README.md", "modeling_evil.py"}, "no code comes along"
    assert all(files[name] == content for name, content in here.items())
    assert {f.path: f.sha256 for f in found.files} == {
        name: hashlib.sha256(content).hexdigest() for name, content in here.items()
    }
    assert steps[-1] == (found.size, found.size)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert sorted(p.name for p in folder.parent.iterdir()) == [MODEL, f"{MODEL}.lock"]
    assert library.verify(MODEL) == ()
    hub.seen.clear()
    get(library, hub)
    assert hub.seen == [], "what is here and whole is not asked for"


def test_nothing_is_asked_of_the_hub_without_an_accepted_licence(
    tmp_path: Path, hub: FakeHub
) -> None:
    library = Library(tmp_path / "other")
    with pytest.raises(UserInputError, match="Nobody accepted the licence") as caught:
        get(library, hub)
    assert f"models accept {MODEL}" in caught.value.remedy
    assert models()[MODEL].licence_url in caught.value.remedy
    assert hub.seen == []


def test_a_cut_connection_goes_on_where_it_stopped(library: Library, hub: FakeHub) -> None:
    hub.cut_after = [1_500_000, 0, 700_000]
    _, pauses = get(library, hub)
    assert library.verify(MODEL) == ()
    asked = [headers.get("range", "") for headers in hub.asked(WEIGHTS)]
    assert asked == ["", "bytes=1500000-", "bytes=1500000-", "bytes=2200000-"]
    assert pauses == [1, 2, 1], "longer without progress, short again after it"


def test_a_hub_that_does_not_resume_is_read_from_the_start(library: Library, hub: FakeHub) -> None:
    hub.ranges, hub.cut_after = False, [2_000_000]
    get(library, hub)
    assert library.verify(MODEL) == ()


def test_a_connection_that_never_holds_is_given_up_and_the_part_kept(
    library: Library, hub: FakeHub
) -> None:
    hub.cut_after = [1_000_000] + [0] * 20
    with pytest.raises(EnvironmentFault, match="does not hold") as caught:
        get(library, hub)
    assert "goes on where it stopped" in caught.value.remedy
    part = next(library.root.rglob("*.part"))
    assert part.stat().st_size == 1_000_000
    assert not library.resolve(MODEL).ready
    hub.cut_after, hub.seen = [], []
    get(library, hub)
    assert [headers["range"] for headers in hub.asked(WEIGHTS)] == ["bytes=1000000-"]
    assert len(hub.asked("resolve")) == 1, "what was whole is not fetched again"
    assert library.verify(MODEL) == ()


def test_an_unfinished_download_can_be_removed(library: Library, hub: FakeHub) -> None:
    hub.cut_after = [1_000_000] + [0] * 20
    with pytest.raises(EnvironmentFault):
        get(library, hub)
    assert library.remove(MODEL)
    assert not list(library.root.rglob("*.part"))
    with pytest.raises(UserInputError):
        library.remove(MODEL)
    with pytest.raises(UserInputError):
        library.remove("../../somewhere")


def test_cancelling_keeps_the_part(library: Library, hub: FakeHub) -> None:
    bytes_done = [0]

    def check() -> None:
        if bytes_done[0] > 1_200_000:
            raise Cancelled

    def tell(done: int, _whole: int) -> None:
        bytes_done[0] = done

    with pytest.raises(Cancelled):
        get(library, hub, check=check, tell=tell)
    kept = next(library.root.rglob("*.part")).stat().st_size
    assert 1_000_000 <= kept <= 2_100_000, "within one chunk"
    get(library, hub)
    assert hub.asked(WEIGHTS)[-1]["range"] == f"bytes={kept}-"
    assert library.verify(MODEL) == ()


def test_a_file_that_changed_on_the_hub_starts_anew(
    library: Library, hub: FakeHub, files: dict[str, bytes]
) -> None:
    hub.cut_after = [1_000_000] + [0] * 20
    with pytest.raises(EnvironmentFault):
        get(library, hub)
    hub.cut_after, hub.seen = [], []
    changed = bytearray(files[WEIGHTS])
    changed[-4:] = b"\0\0\0\0"
    hub.files[WEIGHTS] = bytes(changed)
    hub.commit = "beef" + "0" * 36
    found, _ = get(library, hub)
    assert "range" not in hub.asked(WEIGHTS)[0]
    assert found.commit == hub.commit
    assert (library.folder_of(MODEL) / WEIGHTS).read_bytes() == bytes(changed)
    assert not list(library.root.rglob("*.part"))


def test_corrupted_content_is_never_kept(library: Library, hub: FakeHub) -> None:
    for name in ("config.json", WEIGHTS):
        hub.corrupt = {name}
        with pytest.raises(EnvironmentFault, match=f"{name} came with other content"):
            get(library, hub)
        assert not list(library.root.rglob(f"{name}*"))
        assert not library.resolve(MODEL).ready
    hub.corrupt = set()
    get(library, hub)
    assert library.verify(MODEL) == ()


def test_what_is_damaged_is_mended_from_the_pinned_commit(library: Library, hub: FakeHub) -> None:
    get(library, hub)
    (library.folder_of(MODEL) / "merges.txt").write_bytes(b"x y\n")
    trouble = library.verify(MODEL)
    assert "models fetch" in trouble[0][1]
    hub.seen.clear()
    get(library, hub)
    assert [path.rpartition("/")[2] for path, _ in hub.seen if "resolve" in path] == ["merges.txt"]
    assert COMMIT in hub.seen[0][0], "not the newest: the one that was pinned"
    assert library.resolve(MODEL).ready
    assert library.verify(MODEL) == ()


@pytest.mark.parametrize("status", [401, 403])
def test_a_gated_model_says_where_its_licence_is_accepted(
    tmp_path: Path, hub: FakeHub, status: int
) -> None:
    name = "llama-3.2-1b"
    library = Library(tmp_path / "models")
    library.accept_licence(name, "Mei Lin")
    hub.status = {"/": status}
    with pytest.raises(EnvironmentFault, match="only to accounts that accepted") as caught:
        fetch(library, name, hub=Hub(hub.address))
    assert models()[name].repo in caught.value.remedy
    assert "HF_TOKEN" in caught.value.remedy


def test_other_refusals_are_told(library: Library, hub: FakeHub) -> None:
    hub.status = {"/api": 403}
    with pytest.raises(EnvironmentFault, match="does not give"):
        get(library, hub)
    hub.status = {"/api": 404}
    with pytest.raises(EnvironmentFault, match=r"has no .*404"):
        get(library, hub)
    hub.status = {f"/{hub.repo}/resolve": 404}
    with pytest.raises(EnvironmentFault, match=r"has no .*404"):
        get(library, hub)
    hub.status = {"/api": 503}
    with pytest.raises(EnvironmentFault, match="answers 503"):
        get(library, hub)
    hub.status = {"/api": 418}
    with pytest.raises(EnvironmentFault, match="does not answer as a hub"):
        get(library, hub)
    hub.status = {"/api": 200}
    with pytest.raises(EnvironmentFault, match="has no commit"):
        get(library, hub)


def test_no_hub_at_all_is_told(library: Library, hub: FakeHub) -> None:
    hub.shutdown()
    hub.server_close()
    with pytest.raises(EnvironmentFault, match="does not hold"):
        get(library, hub)


def test_the_token_goes_to_the_hub_and_to_nobody_else(
    library: Library, hub: FakeHub, files: dict[str, bytes]
) -> None:
    with serving(dict(files), hub.repo) as storage:
        hub.storage = storage.address
        get(library, hub, token="hf_secret")
        assert hub.seen
        assert all(h.get("authorization") == "Bearer hf_secret" for _, h in hub.seen)
        assert storage.seen
        assert all("authorization" not in headers for _, headers in storage.seen)
    stored = (library.root / "library.json").read_text()
    assert "hf_secret" not in stored


def test_the_hub_and_its_token_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIFF_HUB", "https://mirror.example/")
    monkeypatch.setenv("HF_TOKEN", " hf_x ")
    assert the_hub().address == "https://mirror.example"
    for address in ("http://mirror.example", "ftp://x", "mirror"):
        with pytest.raises(UserInputError, match="not an https address"):
            Hub(address)


class Ring(KeyringBackend):
    """A keyring in memory, or one that does not open."""

    priority = 1

    def __init__(self, kept: dict[str, str] | None) -> None:
        super().__init__()
        self.kept = kept

    def get_password(self, service: str, username: str) -> str | None:
        if self.kept is None:
            raise KeyringLocked
        return self.kept.get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("nothing of a fetch writes to the keyring")


def test_the_keyring_is_asked_when_the_environment_has_no_token(
    hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keyring.get_keyring()
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setenv("CLIFF_WRITER_KEY", "a key of another server")
    monkeypatch.setenv("CLIFF_HUB", hub.address)
    try:
        keyring.set_keyring(Ring({f"cliffhanger-studio {hub.address}": "hf_ring"}))
        the_hub().commit(hub.repo, "main")
        keyring.set_keyring(Ring(None))
        the_hub().commit(hub.repo, "main")
        monkeypatch.setenv("HF_TOKEN", "hf_env")
        the_hub().commit(hub.repo, "main")
    finally:
        keyring.set_keyring(before)
    sent = [headers.get("authorization") for _, headers in hub.seen]
    assert sent == ["Bearer hf_ring", None, "Bearer hf_env"]


def test_a_pickled_model_is_converted_on_arrival(tmp_path: Path) -> None:
    folder = tiny.pickled(tmp_path / "source", {"w": torch.ones(5)})
    content = {
        "config.json": b"{}",
        "preprocessor_config.json": b"{}",
        "pytorch_model.bin": (folder / "pytorch_model.bin").read_bytes(),
    }
    library = Library(tmp_path / "models")
    library.accept_licence("hubert-base", "Mei Lin")
    with serving(content, models()["hubert-base"].repo) as hub:
        found = fetch(library, "hubert-base", hub=Hub(hub.address))
    assert {file.path for file in found.files} == {
        "config.json", "model.safetensors", "preprocessor_config.json",
    }  # fmt: skip
    assert library.verify("hubert-base") == ()
    assert not list(library.root.rglob("*.bin"))


def test_a_hostile_pickle_is_fetched_but_not_run(tmp_path: Path) -> None:
    mark = tmp_path / "it ran"
    folder = tiny.pickled(tmp_path / "source", {"w": tiny.Trap(mark)})
    content = {
        "config.json": b"{}",
        "preprocessor_config.json": b"{}",
        "pytorch_model.bin": (folder / "pytorch_model.bin").read_bytes(),
    }
    library = Library(tmp_path / "models")
    library.accept_licence("hubert-base", "Mei Lin")
    with (
        serving(content, models()["hubert-base"].repo) as hub,
        pytest.raises(EnvironmentFault, match="could not be converted"),
    ):
        fetch(library, "hubert-base", hub=Hub(hub.address))
    assert not mark.exists()
    assert library.installed() == ()


def test_a_repository_that_wants_code_run_is_refused(library: Library, hub: FakeHub) -> None:
    hub.files["config.json"] = b'{"auto_map": {"AutoModel": "modeling_evil.Evil"}}'
    with pytest.raises(EnvironmentFault, match="code of its own"):
        get(library, hub)
    assert library.installed() == ()


def test_the_hash_of_the_manifest_stands_above_the_hub() -> None:
    model = models()["sdxl-lightning-8"]
    name = model.files[0].path
    good = Remote(name, model.files[0].size, model.files[0].sha256)
    assert choose(model, (good,)) == [good]
    with pytest.raises(EnvironmentFault, match="another sdxl_lightning_8step"):
        choose(model, (Remote(name, good.size, "0" * 64),))
    with pytest.raises(EnvironmentFault, match="has no sdxl_lightning_8step"):
        choose(model, ())


def test_patterns_do_not_reach_into_folders_and_bring_no_code() -> None:
    model = models()["sdxl-base"]
    exact = {f.path: f.sha256 for f in model.files if "*" not in f.path}
    listing = [Remote(path, 1, sha or "2" * 64) for path, sha in exact.items()]
    more = ("tokenizer/vocab.json", "tokenizer_2/vocab.json", "tokenizer/deep/vocab.json",
            "tokenizer/run.py", "unet/diffusion_pytorch_model.bin")  # fmt: skip
    listing += [Remote(path, 1, "3" * 64) for path in more]
    chosen = {remote.path for remote in choose(model, tuple(listing))}
    assert chosen - set(exact) == {"tokenizer/vocab.json", "tokenizer_2/vocab.json"}


def test_too_little_room_is_said_before_the_download(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="GB are needed") as caught:
        need_room(tmp_path, [Remote("w", 1 << 50)], 1)
    assert "CLIFF_MODELS" in caught.value.remedy


def test_what_cannot_be_fetched_says_how_it_comes(library: Library) -> None:
    with pytest.raises(UserInputError, match="cannot be fetched") as caught:
        fetch(library, "style-lora")
    assert "models add style-lora" in caught.value.remedy
    with pytest.raises(UserInputError, match="No model is called"):
        fetch(library, "hal-9000")


def test_one_process_at_a_time(library: Library, hub: FakeHub) -> None:
    lock = library.folder_of(MODEL).with_name(f"{MODEL}.lock")
    lock.parent.mkdir(parents=True)
    code = (
        "import fcntl, sys, time; file = open(sys.argv[1], 'a'); fcntl.flock(file, fcntl.LOCK_EX)\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(EnvironmentFault, match="another process"):
            get(library, hub)
        other.communicate(b"")
    get(library, hub)
    assert library.resolve(MODEL).ready


def test_a_full_disk_is_said(library: Library, hub: FakeHub) -> None:
    blocked = library.root / "weights"
    library.root.mkdir(exist_ok=True)
    blocked.write_text("a file where a folder should be")
    with pytest.raises(StudioError, match="cannot be written"):
        get(library, hub)


def test_nothing_is_opened_or_imported_before_a_command() -> None:
    code = "import sys, engine.models.library as l; print('urllib.request' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
