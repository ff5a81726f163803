"""Pickled weights to safetensors, once, in a process that can do nothing else.

A pickle is a program: reading it may run anything. So it is read in a child (`convert_child`) with
no network, a small environment, bounded memory and time, and one folder to write to. What comes
back is not believed either: it must be safetensors whose header fits the file. Needs torch in the
environment; this module itself never imports it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import monotonic

from engine.base.errors import EnvironmentFault
from engine.base.fs import disk_fault
from engine.models.loading import PICKLED
from engine.models.survey import Check, Tell, model_files, nothing, silent

_CHILD = Path(__file__).with_name("convert_child.py")
_IGNORED = ("training_args", "optimizer", "scheduler", "rng_state", "scaler")
_GIB = 1 << 30
_LARGEST_HEADER = 100_000_000  # the limit of the safetensors library itself


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one conversion: seconds of processor time, and address space beyond the libraries'
    own, in bytes and as a multiple of the file (which is mapped, copied and written).
    """

    seconds: int = 1800
    memory: int = 2 * _GIB
    times: float = 3.0


def convert_folder(
    source: Path, target: Path, check: Check = nothing, tell: Tell = silent,
    limits: Limits = Limits(),
) -> Path:  # fmt: skip
    """Write a copy of a model whose weights are safetensors. Returns its folder, `target`.

    Raises:
        EnvironmentFault: nothing to convert, the file tries to do something else than hold tensors,
        or what comes out does not fit. Nothing is left in `target` then, nor after `Cancelled`.
    """
    jobs = plan(source)
    need_libraries()
    staging = target.with_name(f"{target.name}.converting")
    shutil.rmtree(staging, ignore_errors=True)
    try:
        staging.mkdir(parents=True)
        whole, done = sum((source / path).stat().st_size for path in jobs), 0
        for path, name in jobs.items():
            tell(done, whole)
            convert_file(source / path, staging / name, check, limits)
            done += (source / path).stat().st_size
        _copy_rest(source, staging, frozenset(jobs.values()), check)
        tell(whole, whole)
        shutil.rmtree(target, ignore_errors=True)
        staging.rename(target)
    except OSError as exc:
        raise disk_fault(exc, staging) from exc
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return target


def need_libraries() -> None:
    """Check that a conversion can work, before a large file is fetched for it. Imports nothing.

    Raises:
        EnvironmentFault: the model libraries are not installed.
    """
    if find_spec("torch") is None or find_spec("safetensors") is None:
        raise EnvironmentFault(
            "no-libraries", "The model libraries are not installed.", "bash installer/models.sh"
        )


def plan(folder: Path) -> dict[str, str]:
    """Which files are converted and what they become, relative paths; shards stay shards.

    Where a folder has weights under the names that the libraries look for, others (the original
    checkpoints that are often beside them) are left out.

    Raises:
        EnvironmentFault: there are none.
    """
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in PICKLED and not path.stem.startswith(_IGNORED)
    ]
    usual = [path for path in found if path.stem.startswith(("pytorch_", "diffusion_pytorch_"))]
    chosen = usual or found
    if not chosen:
        raise EnvironmentFault(
            "nothing-to-convert", f"{folder} holds no pickled weights.", "Add it without --convert."
        )
    return {
        path.relative_to(folder).as_posix():
        path.relative_to(folder).with_name(_renamed(path.stem) + ".safetensors").as_posix()
        for path in chosen
    }  # fmt: skip


def convert_file(
    source: Path, target: Path, check: Check = nothing, limits: Limits | None = None
) -> int:
    """Convert one checkpoint. Returns the number of tensors; raises as `convert_folder`."""
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="cliff-convert-") as home:
        out = target.parent / f".{target.name}.out"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        try:
            said = _run(source.resolve(), out / "weights.safetensors", Path(home), check, limits)
            return _accept(said, source, out, target)
        finally:
            shutil.rmtree(out, ignore_errors=True)


def _run(source: Path, target: Path, home: Path, check: Check, limits: Limits) -> str:
    """The last line of what the child says."""
    size = source.stat().st_size
    command = [
        sys.executable, "-I", str(_CHILD), str(source), str(target.resolve()),
        str(int(limits.memory + limits.times * size)), str(limits.seconds), str(2 * size + _GIB),
    ]  # fmt: skip
    surroundings = {"HOME": str(home), "TMPDIR": str(home), "OMP_NUM_THREADS": "1", "LC_ALL": "C"}
    until = monotonic() + 2 * limits.seconds
    with (home / "said").open("w+b") as said, subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.DEVNULL, cwd=home,
        env=surroundings, start_new_session=True,
    ) as child:  # fmt: skip
        try:
            while child.poll() is None and monotonic() < until:
                check()
                try:
                    child.wait(0.05)
                except subprocess.TimeoutExpired:
                    continue
        finally:
            child.kill()
        said.seek(0)
        lines = said.read(1 << 16).decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""


def _accept(said: str, source: Path, out: Path, target: Path) -> int:
    """Keep what the child wrote if it is what it says; otherwise say why not."""
    answer = _object(said)
    if answer.get("fault") == "libraries":
        raise EnvironmentFault(
            "no-libraries", "The model libraries are not installed.", "bash installer/models.sh"
        )
    count = answer.get("tensors")
    if type(count) is not int:
        why = str(answer.get("why") or answer.get("fault") or "it took too much memory or time")
        raise EnvironmentFault(
            "not-converted", f"{source.name} could not be converted: {why}",
            "Get the model as safetensors, or from a place that you trust.",
        )  # fmt: skip
    made = out / "weights.safetensors"
    strange = [path.name for path in out.iterdir() if path != made]
    if strange or made.is_symlink() or not made.is_file() or tensor_count(made) != count:
        raise EnvironmentFault(
            "not-converted", f"{source.name} did not become safetensors.", "Do not use this file."
        )
    made.replace(target)
    return count


def tensor_count(path: Path) -> int:
    """Tensors in a safetensors file, from its header; -1 when header and file do not fit.

    Format: 8 bytes length of the header (little endian), the header as JSON, the data, in which
    the tensors lie without gap or overlap.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 2 <= length <= min(size - 8, _LARGEST_HEADER):
            return -1
        header = _object(file.read(length).decode("utf-8", "replace"))
    header = {name: row for name, row in header.items() if name != "__metadata__"}
    spans = sorted(_span(row) for row in header.values())
    at = 0
    for start, end in spans:
        if start != at or end < start:
            return -1
        at = end
    return len(spans) if at == size - 8 - length else -1


def _span(row: object) -> tuple[int, int]:
    found = row.get("data_offsets") if isinstance(row, dict) else None
    if isinstance(found, list) and len(found) == 2 and all(type(part) is int for part in found):
        return found[0], found[1]
    return -1, -1


def _copy_rest(source: Path, target: Path, made: frozenset[str], check: Check) -> None:
    """Settings, tokenisers, voices and weights that were safe already; indexes of shards anew."""
    for path in model_files(source):
        check()
        here, there = source / path, target / path
        there.parent.mkdir(parents=True, exist_ok=True)
        if path.endswith(".bin.index.json"):
            _write_index(here, there)
        elif path not in made:
            shutil.copyfile(here, there)


def _write_index(here: Path, there: Path) -> None:
    index = _object(here.read_text("utf-8"))
    where = index.get("weight_map")
    if not isinstance(where, dict):
        return
    index["weight_map"] = {
        name: _renamed(Path(str(file)).stem) + ".safetensors" for name, file in where.items()
    }
    stem = there.name.removesuffix(".bin.index.json")
    made = there.with_name(f"{_renamed(stem)}.safetensors.index.json")
    made.write_text(json.dumps(index, indent=1), "utf-8")


def _renamed(stem: str) -> str:
    """The name under which the libraries look for the same weights as safetensors."""
    return stem.removeprefix("pytorch_") if stem.startswith("pytorch_model") else stem


def _object(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return dict(found) if isinstance(found, Mapping) else {}
