"""SDXL with ControlNet of the real classes, tiny: every kind of picture, and what goes wrong."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from engine.artist.cutout import on_ground
from engine.artist.diffusion import brush as brush_module
from engine.artist.diffusion import loading
from engine.artist.diffusion.brush import SdxlBrush, out_of_memory
from engine.artist.diffusion.canvas import Canvas
from engine.artist.diffusion.compiling import Compiling, compile_blocks
from engine.artist.diffusion.loading import load_pipes, set_character
from engine.artist.diffusion.settings import MODES, mode_for, weight_of
from engine.artist.diffusion.theirs import fuse_projections
from engine.artist.drawing import load_drawing, load_expression
from engine.artist.guide import Guide
from engine.artist.ora import read_plate
from engine.artist.views import FACE_PARTS, parse_view
from engine.base.codec import encode
from engine.base.errors import Cancelled, EnvironmentFault, MakeError, StudioError, UserInputError
from engine.series.document import Look
from engine.work.demand import BATCHES
from engine.work.made import Made
from engine.work.picture_device import PictureDevice
from engine.work.protocol import Job

from .people import HEROINE, nothing
from .tiny_sdxl import tiny_models

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
LOOK = {"look": encode(HEROINE.look), "gender": HEROINE.gender, "age": HEROINE.age}


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    return tiny_models(tmp_path_factory.mktemp("sdxl"))


@pytest.fixture(scope="module")
def device():
    made = PictureDevice()
    yield made
    made.unload()


@pytest.fixture(scope="module")
def brushes(models):
    """A brush of each mode, kept between tests."""
    return {mode: SdxlBrush(models, "cpu", mode=mode, batch=4) for mode in MODES}


@pytest.fixture(autouse=True)
def _on_the_cpu(monkeypatch):
    monkeypatch.setenv("CLIFF_DEVICE", "cpu")


def job(scratch, kind, params, models, mode="fast8", **inputs):
    folder = Path(scratch) / f"job{len(list(Path(scratch).glob('job*')))}"
    folder.mkdir()
    payload = {"engine": "sdxl", "fingerprint": "f", "mode": mode,
               "models": {id: str(folder) for id, folder in models.items()}}  # fmt: skip
    told = {"artist": "sdxl", "take": 0, **params}
    paths = tuple((name, str(path)) for name, path in inputs.items())
    return Job(1, kind, "x", json.dumps(told), json.dumps(payload), paths, str(folder))


def small(seed, size=(64, 96), lora="", mask=None):
    """A canvas of a few latents."""
    rng = np.random.default_rng(seed)
    page = rng.integers(0, 256, (size[1], size[0], 3)).astype(np.uint8)
    ink = rng.choice([0, 255], (size[1], size[0])).astype(np.uint8)
    return Canvas(page, ink, f"picture {seed}", "blurry", "drawing", seed, mask, lora)


def test_a_plate_a_drawing_and_its_faces_through_the_device(device, models, tmp_path):
    plate = {"plate": "rooftop", "time": "night", "mood": "tense", "seed": 2}
    (made,) = device.make_all([job(tmp_path, "plate", plate, models)], nothing)
    assert isinstance(made, Made), made
    layers = read_plate(made.file)
    assert json.loads(layers.light)
    assert layers.mid[..., 3].any()
    meta = json.loads(made.meta)
    assert (meta["mode"], meta["notes"]) == ("fast8", [])

    view = {**LOOK, "view": "far+85-hip"}
    (made,) = device.make_all([job(tmp_path, "drawing", view, models)], nothing)
    assert isinstance(made, Made), made
    drawing = load_drawing(made.file)
    guide, wanted = Guide(), parse_view("far+85-hip")
    assert drawing.place == guide.window(HEROINE, wanted)
    known = guide.figure(HEROINE, wanted, drawing.place)
    one, other = drawing.picture[..., 3] > 127, known[..., 3] > 127
    assert (one & other).sum() / (one | other).sum() > 0.8  # the tiny model paints noise
    assert np.abs(on_ground(drawing.picture).astype(int) - on_ground(known)).mean() > 4

    face = job(tmp_path, "expression", {**view, "face": "angry"}, models, drawing=made.file)
    found = load_expression(device.make_all([face], nothing)[0].file)
    assert tuple(found.faces) == FACE_PARTS
    share = np.round(guide.face_mask(HEROINE, wanted, found.place) * 255)
    assert all(np.array_equal(patch[..., 3], share) for patch in found.faces.values())
    assert not np.array_equal(found.faces["open"], found.faces["shut"])


def test_equal_jobs_give_equal_bytes_and_another_take_others(models, tmp_path):
    def made(take):
        view = {**LOOK, "view": "near+25-stand", "take": take}
        (found,) = PictureDevice().make_all(
            [job(tmp_path, "drawing", view, models, "fast4")], nothing
        )
        assert isinstance(found, Made), found
        return found.file.read_bytes()

    assert made(0) == made(0) != made(1)


def test_a_job_that_cannot_be_made_fails_alone(device, models, tmp_path):
    bad = Path(tmp_path) / "bad.ora"
    bad.write_text("nothing")
    good = {**LOOK, "view": "near-60-stand"}
    wrong = {**good, "look": encode(Look(1, (("hair", "green"),)))}
    nowhere = {**good, "view": "sideways"}
    found = device.make_all(
        [job(tmp_path, "drawing", params, models) for params in (wrong, good, nowhere)], nothing
    )
    assert [type(one) for one in found] == [UserInputError, Made, MakeError]
    faces = [job(tmp_path, "expression", {**good, "face": face}, models, drawing=bad)
             for face in ("joy", "bored")]  # fmt: skip
    assert [type(one) for one in device.make_all(faces, nothing)] == [UserInputError, MakeError]


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("mode", MODES)
def test_a_picture_does_not_depend_on_its_batch(brushes, mode, masked):
    mask = None
    if masked:
        mask = np.zeros((96, 64), np.uint8)
        mask[24:72, 16:48] = 255
    canvases = [small(n, mask=mask) for n in range(5)]
    brush = brushes[mode]
    together = brush.paint(canvases, nothing)
    for at in (0, 4):
        (alone,) = brush.paint([canvases[at]], nothing)
        assert np.abs(alone.astype(int) - together[at]).max() <= 1
    assert not np.array_equal(together[0], together[1])
    assert together[0].shape == (96, 64, 3)


def test_sizes_and_kinds_are_painted_in_batches_of_their_own_and_come_back_in_order(models):
    canvases = [small(1), small(2, (96, 64)), small(3), small(4, (96, 64))]
    brush = SdxlBrush(models, "cpu", mode="fast4", batch=8)
    sizes = []
    batch = brush._batch
    brush._batch = lambda part: sizes.append(len(part)) or batch(part)
    found = brush.paint(canvases, nothing)
    assert [page.shape for page in found] == [canvas.picture.shape for canvas in canvases]
    assert sizes == [2, 2]


def test_line_art_seed_and_picture_all_count(brushes):
    brush = brushes["fast8"]
    base = small(1)
    (plain,) = brush.paint([base], nothing)
    for other in (
        replace(base, seed=2),
        replace(base, ink=255 - base.ink),
        replace(base, picture=255 - base.picture),
        replace(base, prompt="zebra"),
    ):
        (found,) = brush.paint([other], nothing)
        assert not np.array_equal(found, plain)


def test_what_is_not_masked_stays(brushes):
    """As far as the coder lets it: the caller pastes back what must not change at all."""
    mask = np.zeros((96, 64), np.uint8)
    mask[48:] = 255
    brush = brushes["fast8"]
    (one,) = brush.paint([small(1, mask=mask)], nothing)
    (other,) = brush.paint([replace(small(1, mask=mask), prompt="zebra", seed=1)], nothing)
    step = np.abs(one.astype(int) - other).mean(axis=(1, 2))
    assert step[:16].max() < step[64:].mean()


@pytest.mark.parametrize("at", [0, 1, 5, 40])
def test_cancelling_stops_within_a_step(brushes, at):
    brush = brushes["full"]
    (whole,) = brush.paint([small(1)], nothing)
    calls = 0

    def check():
        nonlocal calls
        calls += 1
        if calls > at:
            raise Cancelled

    with pytest.raises(Cancelled):
        brush.paint([small(1)], check)
    assert calls == at + 1  # nothing went on after it
    assert np.array_equal(brush.paint([small(1)], nothing)[0], whole)


def test_every_step_and_every_part_of_the_coder_asks_whether_to_go_on(models):
    brush = SdxlBrush(models, "cpu", mode="full")
    seen, steps = [], []
    brush.paint([small(1)], nothing)
    unet, stepped = brush._pipes.over.unet, brush._stepped
    handle = unet.register_forward_hook(lambda *_: seen.append("step"))
    brush._stepped = lambda *a: steps.append(1) or stepped(*a)
    brush.paint([small(1)], lambda: seen.append("check"))
    handle.remove()
    at = [i for i, name in enumerate(seen) if name == "step"]
    assert len(at) == len(steps) == 21  # seven tenths of thirty steps
    assert all("check" in seen[a:b] for a, b in pairwise(at))
    assert seen[: at[0]].count("check") > 5
    assert seen[at[-1] :].count("check") > 5


def test_the_device_leaves_no_file_when_it_is_cancelled(device, models, tmp_path):
    wanted = job(tmp_path, "drawing", {**LOOK, "view": "near+60-stand"}, models)
    calls = 0

    def check():
        nonlocal calls
        calls += 1
        if calls > 12:
            raise Cancelled

    with pytest.raises(Cancelled):
        device.make_all([wanted], check)
    assert not list(Path(wanted.scratch).iterdir())


def test_without_the_lora_a_fast_mode_is_done_in_full_and_says_so(models, tmp_path):
    few = {id: folder for id, folder in models.items() if "lightning" not in id}
    brush = SdxlBrush(few, "cpu", mode="fast8")
    for _ in range(2):
        brush.paint([small(1)], nothing)
        assert brush.mode == "full"
        assert any("30 steps instead of 8" in note for note in brush.notes)


def test_the_line_art_model_for_anime_is_taken_where_it_was_added(models, tmp_path):
    """The other one is there in any case."""
    usual = {id: folder for id, folder in models.items() if "controlnet" not in id}
    usual["controlnet-lineart"] = models["sdxl-controlnet-lineart"]
    anime = tmp_path / "anime"
    shutil.copytree(usual["controlnet-lineart"], anime)
    (file,) = anime.glob("*.safetensors")
    weights = load_file(file)
    name = "controlnet_cond_embedding.conv_out.weight"
    weights[name] = weights[name] * 2
    save_file(weights, file, metadata={"format": "pt"})

    def loaded(found):
        return load_pipes(found, "cpu", "full").over.controlnet.state_dict()[name]

    assert torch.equal(loaded({**usual, "controlnet-anime": anime}), weights[name])
    assert torch.equal(loaded(usual) * 2, weights[name])
    del usual["controlnet-lineart"]
    with pytest.raises(EnvironmentFault) as caught:
        mode_for(usual, "full")
    assert caught.value.remedy == "models fetch controlnet-lineart"


def test_fixed_adapters_are_folded_into_the_weights(models):
    base = load_file(models["sdxl-base"] / "unet/diffusion_pytorch_model.safetensors")
    name = "mid_block.attentions.0.transformer_blocks.0.attn1.to_q"
    expected = base[f"{name}.weight"].clone()
    for id, adapter in (("sdxl-lightning-8step", "few"), ("manhua-lora", "style")):
        (file,) = models[id].glob("*.safetensors")
        lora = load_file(file)
        down, up = (lora[f"unet.{name}.lora_{part}.weight"] for part in ("A", "B"))
        expected += weight_of(adapter) * (up @ down)  # rank and alpha are as peft sets them
    pipes = load_pipes(models, "cpu", "fast8")
    found = dict(pipes.over.unet.named_parameters())[f"{name}.weight"]
    ratio = (found - base[f"{name}.weight"]) / (expected - base[f"{name}.weight"])
    assert torch.allclose(ratio, ratio.mean().expand_as(ratio), rtol=1e-2)
    assert not [key for key, _ in pipes.over.unet.named_parameters() if "lora" in key]


def test_a_characters_lora_is_put_on_for_that_character_only(brushes):
    brush = brushes["fast8"]
    (plain,) = brush.paint([small(1)], nothing)
    dressed, also_plain = brush.paint([small(1, lora="heroine"), small(1)], nothing)
    assert not np.array_equal(dressed, plain)
    assert np.array_equal(also_plain, plain)
    assert np.array_equal(brush.paint([small(1)], nothing)[0], plain)
    assert brush.notes == ()
    (without,) = brush.paint([small(1, lora="nobody")], nothing)
    assert np.array_equal(without, plain)
    assert any("nobody" in note for note in brush.notes)
    brush.paint([small(1, lora="heroine")], nothing)
    assert brush.notes == ()  # what one character lacks is nothing to the next


def test_fused_projections_compute_the_same(models):
    pipes = load_pipes(models, "cpu", "full")
    sample = torch.randn(2, 4, 16, 16)
    state = torch.randn(2, 5, pipes.over.unet.config.cross_attention_dim)
    added = {"text_embeds": torch.randn(2, 16), "time_ids": torch.randn(2, 6)}

    def run():
        with torch.no_grad():
            return pipes.over.unet(sample, 5, state, added_cond_kwargs=added).sample

    before = run()
    processors = dict(pipes.over.unet.attn_processors)
    fuse_projections(pipes.over.unet)
    assert torch.allclose(run(), before, atol=1e-5)
    pipes.over.unet.set_attn_processor(processors)
    assert torch.equal(run(), before)


def test_a_characters_lora_works_where_projections_are_fused(models, monkeypatch):
    """As on CUDA; a fused projection would not see the adapter."""
    brush = SdxlBrush(models, "cpu", mode="full")
    plain, dressed = brush.paint([small(1), small(1, lora="heroine")], nothing)
    pipes = load_pipes(models, "cpu", "full")
    loading._fuse(pipes, "cuda")
    fused = SdxlBrush.of(pipes, "cpu")
    assert np.abs(fused.paint([small(1)], nothing)[0].astype(int) - plain).max() <= 1
    set_character(pipes, "heroine", models, "cuda")
    with monkeypatch.context() as patched:
        patched.setattr(fused, "_put_on", lambda _: None)  # it stays on
        assert np.abs(fused.paint([small(1)], nothing)[0].astype(int) - dressed).max() <= 1
    assert not np.array_equal(plain, dressed)
    set_character(pipes, "", models, "cuda")
    assert pipes.split
    assert np.abs(fused.paint([small(1)], nothing)[0].astype(int) - plain).max() <= 1


def test_compiled_blocks_are_those_that_repeat(models):
    pipes = load_pipes(models, "cpu", "full")
    blocks = [m for model in pipes.models for m in model.modules()
              if type(m).__name__ == "BasicTransformerBlock"]  # fmt: skip
    assert compile_blocks(pipes.models, backend="eager") == len(blocks) > 4
    assert all(block._compiled_call_impl is not None for block in blocks)


def _blocks(brush):
    return [m for model in brush._pipes.models for m in model.modules()
            if type(m).__name__ == "BasicTransformerBlock"]  # fmt: skip


@pytest.fixture
def plain_and_compiling(models, tmp_path, monkeypatch):
    """Makes a brush that compiles as it would on a card, and what it is to paint."""
    for name in ("TORCHINDUCTOR_CACHE_DIR", "TRITON_CACHE_DIR"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("CLIFF_COMPILE", raising=False)
    canvases = [small(n) for n in range(BATCHES["drawing"])]

    def made(backend):
        brush = SdxlBrush(models, "cpu", mode="fast4", batch=8)
        plain = brush.paint(canvases, nothing)
        brush.compiling = Compiling("cuda", tmp_path, backend)
        return brush, canvases, plain

    return made


def test_blocks_are_compiled_in_the_second_call_of_the_studio(plain_and_compiling):
    graphs = []

    def backend(graph, _inputs):
        graphs.append(graph)
        return graph.forward

    brush, canvases, plain = plain_and_compiling(backend)
    brush.paint(canvases, nothing)
    assert not graphs
    found = brush.paint(canvases, nothing)
    assert graphs
    assert all(block._compiled_call_impl is not None for block in _blocks(brush))
    assert all(np.abs(a.astype(int) - b).max() <= 1 for a, b in zip(found, plain, strict=True))
    assert brush.notes == ()


def test_where_nothing_can_be_compiled_pictures_are_painted_as_before(plain_and_compiling):
    tried = []

    def broken(_graph, _inputs):
        tried.append(1)
        raise RuntimeError("Failed to find C compiler.")

    brush, canvases, plain = plain_and_compiling(broken)
    for _ in range(3):
        found = brush.paint(canvases, nothing)
        assert all(np.array_equal(a, b) for a, b in zip(found, plain, strict=True))
    assert tried == [1]
    assert not [block for block in _blocks(brush) if block._compiled_call_impl is not None]
    assert ["could not be compiled" in note for note in brush.notes] == [True]


def test_pickles_and_code_of_its_own_are_refused(models, tmp_path):
    pickled = tmp_path / "pickled"
    pickled.mkdir()
    (pickled / "diffusion_pytorch_model.bin").write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    for role in ("sdxl-base", "sdxl-controlnet-lineart", "manhua-lora"):
        with pytest.raises(EnvironmentFault) as caught:
            load_pipes({**models, role: pickled}, "cpu", "fast8")
        assert caught.value.code == "pickled"
    own = tmp_path / "own"
    own.mkdir()
    (own / "config.json").write_text('{"auto_map": {"AutoModel": "evil.Evil"}}')
    with pytest.raises(EnvironmentFault) as caught:
        load_pipes({**models, "sdxl-controlnet-lineart": own}, "cpu", "fast8")
    assert caught.value.code == "remote-code"


def test_what_the_device_lacks_fails_every_job(models, tmp_path):
    few = {id: folder for id, folder in models.items() if id != "sdxl-controlnet-lineart"}
    view = {**LOOK, "view": "near+60-stand"}
    found = PictureDevice().make_all(
        [job(tmp_path, "drawing", view, few) for _ in range(2)], nothing
    )
    assert [type(f) for f in found] == [EnvironmentFault] * 2
    assert all(isinstance(f, StudioError) and f.code == "no-model" for f in found)


def test_short_memory_is_relieved_and_then_said_clearly(models):
    """A decoder that has room for two pictures, and for them in slices only."""
    freed = []
    brush = SdxlBrush(models, "cpu", mode="fast4", batch=4, relieve=lambda: freed.append(1))
    canvases = [small(n) for n in range(4)]
    wanted = brush.paint(canvases, nothing)
    unet, vae = brush._pipes.over.unet, brush._pipes.over.vae
    left = 2

    def limited(_module, args):
        if args[0].shape[0] > left:
            raise torch.OutOfMemoryError("CUDA out of memory (simulated)")

    handle = unet.register_forward_pre_hook(limited)
    found = brush.paint(canvases, nothing)
    assert all(np.abs(a.astype(int) - b).max() <= 1 for a, b in zip(found, wanted, strict=True))
    assert freed == [1]
    assert brush.ladder.batch == 2
    assert vae.use_slicing
    assert vae.use_tiling
    assert any("memory was short" in note for note in brush.notes)
    left = 0
    with pytest.raises(MakeError) as caught:
        brush.paint(canvases, nothing)
    assert caught.value.code == "gpu-memory"
    handle.remove()
    brush.unload()
    brush.paint(canvases[:1], nothing)
    assert brush._pipes.over.vae.use_tiling  # what was learned is kept


def test_models_that_do_not_fit_beside_others_are_loaded_when_those_are_gone(models, monkeypatch):
    others = [1]
    brush = SdxlBrush(models, "cpu", mode="fast4", relieve=others.clear)
    load = brush_module.load_pipes

    def crowded(*args, **options):
        if others:
            raise torch.OutOfMemoryError("CUDA out of memory (simulated)")
        return load(*args, **options)

    monkeypatch.setattr(brush_module, "load_pipes", crowded)
    brush.paint([small(1)], nothing)
    assert brush.ladder.climbed == ("free", "unload_others")
    brush.unload()
    others.append(1)  # loaded again meanwhile
    brush.paint([small(1)], nothing)
    assert not others
    assert brush.ladder.climbed == ("free", "unload_others")


def test_a_decoder_that_overflows_is_said_and_not_painted_black(models):
    brush = SdxlBrush(models, "cpu", mode="fast4")
    brush.paint([small(1)], nothing)
    with torch.no_grad():
        brush._pipes.over.vae.decoder.layers[-1].bias.fill_(float("nan"))
    with pytest.raises(MakeError) as caught:
        brush.paint([small(1)], nothing)
    assert caught.value.code == "not-a-picture"


def test_which_faults_mean_that_memory_ran_out():
    assert out_of_memory(torch.OutOfMemoryError("x"))
    assert out_of_memory(RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)"))
    assert out_of_memory(RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"))
    assert not out_of_memory(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))
    assert not out_of_memory(ValueError("out of memory"))
