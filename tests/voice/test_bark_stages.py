"""Six speakers in one batch are six single runs: stage by stage, against transformers' own Bark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BarkModel

from engine.base.errors import Cancelled, EnvironmentFault, UserInputError
from engine.models.loading import load
from engine.voice.bark_prompts import cloned_prompt, house_prompt
from engine.voice.bark_stages import Heard, Heat, Row, Stages
from tests.voice.tiny_bark import PRESETS, tiny_folder, tiny_prompt

GREEDY = Heat(0, 0, 0)
TEXTS = ((5, 9, 60), (40, 41, 42, 43), (7,), (80, 22, 19, 64, 33, 52), (11, 12), tuple(range(30)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_folder(tmp_path_factory.mktemp("stages") / "bark")


@pytest.fixture(scope="module")
def stages(folder: Path) -> Stages:
    return Stages(load(BarkModel, folder).eval())


def rows(stages: Stages, folder: Path, heat: Heat = GREEDY, most: int = 200) -> list[Row]:
    """Six lines of six voices; the voices' prompts are of unequal length."""
    return [
        Row(text, house_prompt(folder, name, stages.vocabulary), 100 + n, heat, most)
        for n, (text, name) in enumerate(zip(TEXTS, PRESETS[:6], strict=True))
    ]


def alone(stages: Stages, row: Row) -> Heard:
    return stages.speak([row], lambda: None)[0]


def same(one: Heard, other: Heard) -> bool:
    return (
        np.array_equal(one.semantic, other.semantic)
        and np.array_equal(one.codes, other.codes)
        and one.ran_away == other.ran_away
    )


def stock(model: BarkModel, row: Row) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Semantic, coarse and fine codes as transformers makes them for one speaker."""
    told = {f"{k}_prompt": torch.from_numpy(getattr(row.prompt, k))
            for k in ("semantic", "coarse", "fine")}  # fmt: skip
    kept: dict[str, torch.Tensor] = {}
    stage = {"semantic": model.semantic, "coarse": model.coarse_acoustics,
             "fine": model.fine_acoustics}  # fmt: skip
    for name, part in stage.items():
        own = type(part).generate

        def spied(*args: object, _own=own, _part=part, _name=name, **kwargs: object) -> object:
            found = _own(_part, *args, **kwargs)
            kept[_name] = (found[0] if isinstance(found, tuple) else found).clone()
            return found

        part.generate = spied
    try:
        text = torch.full((1, 32), 0)
        text[0, : len(row.tokens)] = torch.tensor(row.tokens[:32])
        mask = torch.zeros_like(text)
        mask[0, : len(row.tokens)] = 1
        model.generate(text, attention_mask=mask, history_prompt=told, semantic_max_new_tokens=200,
                       return_output_lengths=True, semantic_min_eos_p=0.2)  # fmt: skip
    finally:
        for part in stage.values():
            del part.generate
    return kept["semantic"][0], kept["coarse"][0], kept["fine"][0]


def test_one_row_is_what_transformers_makes(stages: Stages, folder: Path) -> None:
    """Greedy. This is what makes equality with single runs mean something."""
    lengths = set()
    for row in rows(stages, folder, Heat(0, 0, 0, 0.2)):
        found = alone(stages, row)
        if not found.codes.size:
            continue  # transformers cannot decode a row that ends at once
        with torch.no_grad():
            semantic, _, fine = stock(stages.model, row)
        kept = semantic[semantic < stages.settings.semantic_vocab]
        assert found.semantic.tolist() == kept.tolist()
        assert np.array_equal(found.codes, fine.numpy()[:, : found.codes.shape[1]])
        lengths.add(found.codes.shape[1])
    assert len(lengths) > 2, "the rows end at different moments"


def test_six_speakers_in_one_batch_are_six_single_runs(stages: Stages, folder: Path) -> None:
    asked = rows(stages, folder)
    together = stages.speak(asked, lambda: None)
    for row, found in zip(asked, together, strict=True):
        assert same(found, alone(stages, row))
    assert len({found.codes.tobytes() for found in together}) == 6


def test_every_stage_is_its_single_run(stages: Stages, folder: Path) -> None:
    """Fed with codes of our own, so that a stage cannot hide behind the one before it."""
    asked = rows(stages, folder)
    chance = np.random.default_rng(3)
    told = [torch.from_numpy(chance.integers(0, 100, n)) for n in (70, 12, 41, 1, 140, 33)]
    with torch.inference_mode():
        coarse = stages.coarse(asked, told)
        for row, codes, found in zip(asked, told, coarse, strict=True):
            (single,) = stages.coarse([row], [codes])
            assert torch.equal(found, single)
        assert [c.shape[1] for c in coarse] == [105, 18, 61, 1, 210, 49]
        fine = stages.fine(asked, coarse)
        for row, codes, found in zip(asked, coarse, fine, strict=True):
            (single,) = stages.fine([row], [codes])
            assert torch.equal(found, single)
            assert torch.equal(found[:2], codes)


def test_long_rows_are_what_transformers_makes(stages: Stages, folder: Path) -> None:
    """Several windows of the coarse and of the fine stage."""
    row = rows(stages, folder)[1]
    told = torch.from_numpy(np.random.default_rng(5).integers(0, 100, 180))
    config, history = stages.model.generation_config, {}
    for name in ("semantic", "coarse", "fine"):
        history[f"{name}_prompt"] = torch.from_numpy(getattr(row.prompt, name))
    from transformers.models.bark import generation_configuration_bark as kinds

    given = {
        "semantic_generation_config": kinds.BarkSemanticGenerationConfig(**config.semantic_config),
        "coarse_generation_config": kinds.BarkCoarseGenerationConfig(
            **config.coarse_acoustics_config
        ),
        "codebook_size": 32, "history_prompt": history,
    }  # fmt: skip
    with torch.inference_mode():
        wanted = stages.model.coarse_acoustics.generate(told[None].clone(), **given)
        (coarse,) = stages.coarse([row], [told])
        assert torch.equal(coarse.T.reshape(-1), (wanted[0] - 100) % 32)
        fine = kinds.BarkFineGenerationConfig(**config.fine_acoustics_config)
        wanted = stages.model.fine_acoustics.generate(wanted, fine_generation_config=fine, **given)
        (found,) = stages.fine([row], [coarse])
        assert torch.equal(found, wanted[0].long())
    assert found.shape[1] == 270


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (4, 1), (5, 3, 0)])
def test_chance_is_the_rows_own(stages: Stages, folder: Path, order: tuple[int, ...]) -> None:
    """Sampled, a row is the same in any company; another seed is another reading."""
    asked = rows(stages, folder, Heat(), 60)
    together = stages.speak([asked[n] for n in order], lambda: None)
    for n, found in zip(order, together, strict=True):
        assert same(found, alone(stages, asked[n]))
    other = Row(asked[0].tokens, asked[0].prompt, 999, Heat(), 60)
    assert not same(alone(stages, other), alone(stages, asked[0]))


def test_a_row_that_never_ends_is_stopped_and_told(stages: Stages, folder: Path) -> None:
    asked = [Row(r.tokens, r.prompt, r.seed, Heat(1, 1, 1, 0), most) for r, most in
             zip(rows(stages, folder), (3, 5, 2, 4, 6, 50), strict=True)]  # fmt: skip
    found = stages.speak(asked, lambda: None)
    for row, heard in zip(asked, found, strict=True):
        assert len(heard.semantic) <= row.most
        assert heard.ran_away == (len(heard.semantic) == row.most)
    assert any(heard.ran_away for heard in found)


def test_half_precision_runs_through_all_stages(folder: Path) -> None:
    """Unequal histories are masked with the type's own least value, which must not overflow."""
    model = load(BarkModel, folder).eval()
    for stage in (model.semantic, model.coarse_acoustics, model.fine_acoustics):
        stage.to(torch.bfloat16)
    stages = Stages(model)
    found = stages.speak(rows(stages, folder, Heat(), 60), lambda: None)
    assert all(heard.codes.shape[1] > 3 for heard in found)
    assert all(np.isfinite(stages.sound(heard)).all() for heard in found)


def test_an_empty_row_is_silence(stages: Stages, folder: Path) -> None:
    with torch.inference_mode():
        none = torch.zeros(0, dtype=torch.long)
        one = torch.arange(20)
        asked = rows(stages, folder)[:2]
        coarse = stages.coarse(asked, [none, one])
        fine = stages.fine(asked, coarse)
    assert [c.shape[1] for c in fine] == [0, 30]
    assert len(stages.sound(Heard(none.numpy(), fine[0].numpy(), False))) == 0
    sound = stages.sound(Heard(one.numpy(), fine[1].numpy(), False))
    assert len(sound) == 30 * 320


class Stop:
    """A check that cancels at its n-th call, and counts."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Cancelled


def passes(model: BarkModel) -> Iterator[tuple[list[str], object]]:
    """Notes every forward pass of a stage, by name."""
    noted: list[str] = []
    stage = {"semantic": model.semantic, "coarse": model.coarse_acoustics,
             "fine": model.fine_acoustics}  # fmt: skip
    hooks = [part.layers[-1].register_forward_hook(lambda *_, n=name: noted.append(n))
             for name, part in stage.items()]  # fmt: skip
    yield noted, stage
    for hook in hooks:
        hook.remove()


def test_work_stops_within_one_step_of_any_stage(stages: Stages, folder: Path) -> None:
    asked = rows(stages, folder)[:3]
    watching = passes(stages.model)
    noted, stage = next(watching)
    stages.speak(asked, lambda: None)
    whole = list(noted)
    assert set(whole) == {"semantic", "coarse", "fine"}
    for name in ("semantic", "coarse", "fine"):
        at = whole.index(name) + 2
        noted.clear()
        with pytest.raises(Cancelled):
            stages.speak(asked, Stop(at))
        assert len(noted) == at - 1, "not one step more is made"
        assert noted[-1] == name
        assert not any(part.layers[0]._forward_pre_hooks for part in stage.values())
    next(watching, None)


def test_damaged_voices_are_refused(tmp_path: Path, folder: Path) -> None:
    from safetensors.numpy import save_file

    good = tiny_prompt(1)
    save_file(good, tmp_path / "good.safetensors")
    assert np.array_equal(cloned_prompt(tmp_path / "good.safetensors").fine, good["fine_prompt"])
    bad = {
        "part": {k: v for k, v in good.items() if k != "fine_prompt"},
        "shape": good | {"coarse_prompt": good["fine_prompt"]},
        "range": good | {"semantic_prompt": good["semantic_prompt"] + 10_000},
        "kind": good | {"fine_prompt": good["fine_prompt"].astype(np.float32)},
    }
    for name, parts in bad.items():
        save_file(parts, tmp_path / f"{name}.safetensors")
        with pytest.raises(UserInputError, match="not a cloned voice"):
            cloned_prompt(tmp_path / f"{name}.safetensors")
    (tmp_path / "text.safetensors").write_text("hello")
    with pytest.raises(UserInputError, match="not a cloned voice"):
        cloned_prompt(tmp_path / "text.safetensors")
    with pytest.raises(EnvironmentFault, match="lacks the voice") as caught:
        house_prompt(folder, "v2/xx_speaker_0")
    assert "fetch" in caught.value.remedy


def test_presets_are_read_in_both_forms_and_never_unpickled(tmp_path: Path) -> None:
    home = tmp_path / "speaker_embeddings" / "v2"
    home.mkdir(parents=True)
    good = tiny_prompt(2)
    for part, codes in good.items():
        np.save(home / f"en_speaker_0_{part}.npy", codes)
    assert np.array_equal(house_prompt(tmp_path, "v2/en_speaker_0").coarse, good["coarse_prompt"])
    evil = np.array([{"any": "object"}], dtype=object)
    np.savez(home / "en_speaker_1.npz", **(good | {"semantic_prompt": evil}))
    with pytest.raises(EnvironmentFault, match="damaged"):
        house_prompt(tmp_path, "v2/en_speaker_1")
    (home / "en_speaker_2.npz").write_bytes(b"PK\x03\x04 not a zip")
    with pytest.raises(EnvironmentFault, match="damaged"):
        house_prompt(tmp_path, "v2/en_speaker_2")
