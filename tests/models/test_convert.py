"""Pickles become safetensors in a process that can do nothing else, and hostile ones do not."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from transformers import BarkModel, LlamaForCausalLM

from engine.base.errors import Cancelled, EnvironmentFault
from engine.models import convert_child
from engine.models.convert import Limits, convert_file, convert_folder, plan, tensor_count
from engine.models.loading import load
from tests.models import tiny


def test_a_pickled_model_loads_after_its_conversion_and_computes_the_same(tmp_path: Path) -> None:
    source = tiny.llama(tmp_path / "source")
    model = LlamaForCausalLM.from_pretrained(source)
    torch.save(model.state_dict(), source / "pytorch_model.bin")  # with the tied embeddings
    (source / "model.safetensors").unlink()
    (source / "training_args.bin").write_bytes(b"no weights")

    target = convert_folder(source, tmp_path / "target")

    assert sorted(path.name for path in target.iterdir()) == [
        "config.json", "generation_config.json", "model.safetensors",
    ]  # fmt: skip
    again = load(LlamaForCausalLM, target)
    words = torch.arange(12)[None]
    with torch.no_grad():
        assert torch.equal(model(words).logits, again(words).logits)


def test_bark_comes_through_with_all_its_weights(tmp_path: Path) -> None:
    source, model = tmp_path / "source", tiny.bark()
    model.config.save_pretrained(source)
    torch.save(model.state_dict(), source / "pytorch_model.bin")
    again = load(BarkModel, convert_folder(source, tmp_path / "target")).state_dict()
    assert all(torch.equal(again[name], tensor) for name, tensor in model.state_dict().items())


def test_shards_stay_shards_under_a_new_index(tmp_path: Path) -> None:
    source = tiny.llama(tmp_path / "source", tied=False)
    state = LlamaForCausalLM.from_pretrained(source).state_dict()
    names = sorted(state)
    halves = (names[: len(names) // 2], names[len(names) // 2 :])
    files = {}
    for number, half in enumerate(halves, 1):
        name = f"pytorch_model-0000{number}-of-00002.bin"
        torch.save({key: state[key] for key in half}, source / name)
        files |= dict.fromkeys(half, name)
    tiny.index(source, files)
    (source / "model.safetensors").unlink()

    target = convert_folder(source, tmp_path / "target")

    assert (target / "model-00002-of-00002.safetensors").exists()
    assert not list(target.glob("*.bin*"))
    again = load(LlamaForCausalLM, target)
    assert all(torch.equal(again.state_dict()[key], state[key]) for key in names)


def test_shared_views_and_odd_layouts_are_written_out(tmp_path: Path) -> None:
    base = torch.rand(6, 4)
    state = {"a": base, "b": base, "part": base[2:4], "turned": base.T, "count": 3}
    source = tiny.pickled(tmp_path / "source", {"state_dict": state})
    assert convert_file(source / "pytorch_model.bin", tmp_path / "made.safetensors") == 4
    found = load_file(tmp_path / "made.safetensors")
    assert torch.equal(found["b"], base)
    assert torch.equal(found["part"], base[2:4])
    assert torch.equal(found["turned"], base.T)


def test_the_old_form_of_a_checkpoint_is_read_too(tmp_path: Path) -> None:
    old = tmp_path / "old.pt"
    torch.save({"w": torch.arange(3.0)}, old, _use_new_zipfile_serialization=False)
    assert convert_file(old, tmp_path / "made.safetensors") == 1
    assert load_file(tmp_path / "made.safetensors")["w"].tolist() == [0, 1, 2]


@pytest.mark.parametrize("zipped", [True, False])
def test_a_pickle_that_runs_a_command_does_not(tmp_path: Path, zipped: bool) -> None:
    mark = tmp_path / "it ran"
    source = tiny.pickled(tmp_path / "source", {})
    torch.save(
        {"w": torch.ones(2), "x": tiny.Trap(mark)}, source / "pytorch_model.bin",
        _use_new_zipfile_serialization=zipped,
    )  # fmt: skip
    with pytest.raises(EnvironmentFault, match="could not be converted") as caught:
        convert_folder(source, tmp_path / "target")
    assert caught.value.remedy
    assert not mark.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source"], "nothing is left"


@pytest.mark.parametrize("content", [b"PK\x03\x04 and no archive", b"\x80\x02}."])
def test_what_is_no_checkpoint_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.bin").write_bytes(content)
    with pytest.raises(EnvironmentFault, match="could not be converted"):
        convert_file(tmp_path / "bad.bin", tmp_path / "made.safetensors")
    assert [path.name for path in tmp_path.iterdir()] == ["bad.bin"]


def test_too_much_memory_is_stopped(tmp_path: Path) -> None:
    small = torch.zeros(1).expand(1 << 30)  # a file of bytes that asks for 4 GB
    torch.save({"w": small}, tmp_path / "bomb.bin")
    assert (tmp_path / "bomb.bin").stat().st_size < 10_000
    with pytest.raises(EnvironmentFault, match="could not be converted"):
        convert_file(
            tmp_path / "bomb.bin", tmp_path / "made.safetensors", limits=Limits(60, 1 << 28)
        )


def test_it_stops_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    source = tiny.pickled(tmp_path / "source", {"w": torch.ones(2)})
    asked = []

    def check() -> None:
        asked.append(1)
        if len(asked) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        convert_folder(source, tmp_path / "target", check)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source"]


def test_only_the_usual_weights_are_converted_where_others_lie_beside_them(tmp_path: Path) -> None:
    source = tiny.pickled(tmp_path / "source", {})
    (source / "text_2.pt").touch()
    (source / "vae").mkdir()
    (source / "vae" / "diffusion_pytorch_model.bin").touch()
    assert plan(source) == {
        "pytorch_model.bin": "model.safetensors",
        "vae/diffusion_pytorch_model.bin": "vae/diffusion_pytorch_model.safetensors",
    }
    with pytest.raises(EnvironmentFault, match="no pickled weights"):
        plan(tiny.weights(tmp_path / "safe"))


def in_confinement(folder: Path, action: str) -> subprocess.CompletedProcess[str]:
    """Run a line in a process that the child's own rules hold."""
    script = textwrap.dedent(f"""
        import os, runpy, shutil, socket, subprocess, ctypes, json
        child = runpy.run_path({convert_child.__file__!r})
        alone = child["leave_network"]()
        child["confine"]({str(folder)!r})
        {action}
    """)
    return subprocess.run(
        [sys.executable, "-I", "-c", script], cwd=folder.parent, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    "action",
    [
        "socket.socket()",
        "socket.getaddrinfo('localhost', 80)",
        "os.system('touch escaped')",
        "subprocess.run(['touch', 'escaped'])",
        "os.posix_spawn('/usr/bin/touch', ['touch', 'escaped'], {})",
        "os.fork()",
        "os.execv('/usr/bin/touch', ['touch', 'escaped'])",
        "open('escaped', 'w')",
        "open('allowed/../escaped', 'w')",
        "os.open('escaped', os.O_CREAT | os.O_WRONLY)",
        "os.mkdir('escaped')",
        "os.rename('precious', 'escaped')",
        "os.remove('precious')",
        "os.symlink('/', 'escaped')",
        "shutil.rmtree('other')",
        "ctypes.CDLL('libm.so.6')",
    ],
)
def test_the_child_can_do_nothing_else(tmp_path: Path, action: str) -> None:
    for name in ("allowed", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "precious").write_text("kept")
    done = in_confinement(tmp_path / "allowed", action)
    assert "PermissionError: refused" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["allowed", "other", "precious"]


@pytest.mark.parametrize(
    "action",
    [
        "libc.creat(b'escaped', 0o644)",
        "libc.mkdir(b'escaped', 0o755)",
        "libc.rename(b'precious', b'escaped')",
        "libc.unlink(b'precious')",
        "libc.truncate(b'precious', ctypes.c_long(0))",
        "libc.execv(b'/bin/true', (ctypes.c_char_p * 2)(b'true', None))",
    ],
)
def test_the_kernel_refuses_it_too_where_it_can(tmp_path: Path, action: str) -> None:
    (tmp_path / "allowed").mkdir()
    (tmp_path / "precious").write_text("kept")
    script = textwrap.dedent(f"""
        import ctypes, os, runpy
        child = runpy.run_path({convert_child.__file__!r})
        libc = ctypes.CDLL(None, use_errno=True)
        held = child["hold_to"]({str(tmp_path / "allowed")!r})
        open("allowed/made", "w").write("x")
        if held:
            print("refused" if {action} < 0 and ctypes.get_errno() == 13 else "not refused")
        else:
            known = libc.syscall(444, None, ctypes.c_size_t(0), 1) > 0
            print("not refused" if known else "refused")
    """)
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout == "refused\n", done.stderr
    assert (tmp_path / "precious").read_text() == "kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["allowed", "precious"]


def test_the_child_may_write_where_it_should(tmp_path: Path) -> None:
    (tmp_path / "allowed").mkdir()
    done = in_confinement(tmp_path / "allowed", "open('allowed/x', 'w').write('made')")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "allowed" / "x").read_text() == "made"


def test_headers_that_do_not_fit_are_seen(tmp_path: Path) -> None:
    path = tiny.weights(tmp_path) / "model.safetensors"
    assert tensor_count(path) == 1
    whole = path.read_bytes()
    for broken in (
        whole[:-1],
        whole + b"x",
        b"\xff" * 8 + whole[8:],
        whole.replace(b"140", b"136"),
    ):
        assert broken != whole
        path.write_bytes(broken)
        assert tensor_count(path) == -1
