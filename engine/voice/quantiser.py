"""From a recording to Bark's semantic tokens: HuBERT features, and a small network to name them.

Bark's own semantic tokens come from a model that was never published. Suno's speech can however be
generated without end together with its tokens, so the mapping can be learnt: the way of
bark-voice-cloning-HuBERT-quantizer (MIT), written anew on transformers' HuBERT.

Loads torch: for worker processes only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import HubertModel

from engine.base.canon import exact, file_digest
from engine.base.codec import decode, encode
from engine.base.errors import EnvironmentFault
from engine.models.loading import PICKLED, Loadable, load

SEMANTIC_HZ, COARSE_HZ, FEATURE_HZ = 49.9, 75.0, 50.0
"""Rates of Bark's semantic tokens, of EnCodec's codes at 24 kHz, of HuBERT's frames."""
CLASSES = 10_000
LAYER = 9
HEARD_HZ = 16_000
_KIND = "bark-quantiser"
_HOP, _EDGE = 320, 40  # samples at 16 kHz; HuBERT's field is 400: 40 on each side make it even


@dataclass(frozen=True, slots=True)
class QuantiserFacts:
    """What a file of weights says of itself. hubert: fingerprint of the features it was taught on.

    accuracy: share of held-out tokens that it names as Bark did, in millionths.
    """

    features: int
    hidden: int
    hubert: str
    language: str = ""
    bark: str = ""
    steps: int = 0
    accuracy: int = 0
    classes: int = CLASSES


class Quantiser(nn.Module):
    """(B, T, features) to (B, T, classes): two LSTM layers that read both ways, one linear layer.

    The recording is there as a whole, so the network may look ahead.
    """

    def __init__(self, features: int, hidden: int, classes: int = CLASSES) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(features)
        self.lstm = nn.LSTM(features, hidden, 2, batch_first=True, bidirectional=True)
        self.named = nn.Linear(2 * hidden, classes)

    def forward(self, features: Tensor) -> Tensor:
        """Scores of each class at each step."""
        read, _ = self.lstm(self.norm(features))
        scores: Tensor = self.named(read)
        return scores


def hubert_features(hubert: HubertModel, samples: NDArray[np.float32]) -> Tensor:
    """Layer 9 of HuBERT, (T, features) on the CPU: frame t is centred at (t + 0.5) / 50 s.

    samples: mono at 16 kHz. Mean and variance are taken out, so that the level does not matter.
    """
    count = max(1, len(samples) // _HOP)
    wave = torch.from_numpy(np.ascontiguousarray(samples[: count * _HOP], np.float32))
    wave = (wave - wave.mean()) / torch.sqrt(wave.var(unbiased=False) + 1e-7)
    wave = nn.functional.pad(wave, (_EDGE, _EDGE + max(0, count * _HOP - len(samples))))
    with torch.no_grad():
        device, dtype = hubert.device, hubert.dtype
        found = hubert(wave[None].to(device, dtype), output_hidden_states=True)
    states = found.hidden_states
    assert states is not None
    layer: Tensor = states[LAYER][0]
    return layer.float().cpu()


def at_token_rate(features: Tensor, tokens: int) -> Tensor:
    """(T, features) at 50 Hz to (tokens, features) at 49.9 Hz: the frame nearest to each middle."""
    middle = (torch.arange(tokens, dtype=torch.float64) + 0.5) / SEMANTIC_HZ
    frame = torch.round(middle * FEATURE_HZ - 0.5).long()
    return features[frame.clamp(0, len(features) - 1)]


def token_count(seconds: float) -> int:
    """Semantic tokens in so many seconds."""
    return max(1, int(seconds * SEMANTIC_HZ))


@torch.no_grad()
def semantic_tokens(quantiser: Quantiser, features: Tensor, tokens: int) -> Tensor:
    """(tokens,) int64: the likeliest class at each step. features: as `hubert_features`."""
    device = next(quantiser.parameters()).device
    scores: Tensor = quantiser(at_token_rate(features, tokens)[None].to(device))
    return scores[0].argmax(-1).cpu()


def save_quantiser(quantiser: Quantiser, facts: QuantiserFacts, file: Path) -> None:
    """One safetensors file, written whole or not at all."""
    tensors = {n: t.detach().cpu().contiguous() for n, t in quantiser.state_dict().items()}
    said = {_KIND: exact(encode(facts))}
    aside = file.with_name(f".{file.name}.part")
    save_file(tensors, aside, metadata=said)
    aside.replace(file)


def load_quantiser(where: Path, device: str = "cpu") -> tuple[Quantiser, QuantiserFacts]:
    """The network in a file or a folder that holds one. See also `fits`.

    Raises:
        EnvironmentFault: there is none, it is pickled, or it is something else.
    """
    file = quantiser_file(where)
    try:
        with safe_open(file, framework="pt") as opened:
            said: Mapping[str, str] = opened.metadata() or {}
            if _KIND not in said:
                raise _unusable(file, "it is no quantiser for Bark")
            facts = decode(QuantiserFacts, json.loads(said[_KIND]))
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118 - no dict
        quantiser = Quantiser(facts.features, facts.hidden, facts.classes)
        quantiser.load_state_dict(tensors)
    except (SafetensorError, OSError, ValueError, RuntimeError) as exc:
        raise _unusable(file, str(exc).splitlines()[0]) from exc
    return quantiser.eval().to(device), facts


def quantiser_file(where: Path) -> Path:
    """The one weights file at `where`. Raises EnvironmentFault."""
    if where.is_file() and where.suffix in PICKLED:
        raise EnvironmentFault(
            "pickled", f"{where.name} is pickled: it runs code when it is read.",
            "Train one here: voices train-quantiser",
        )  # fmt: skip
    found = [where] if where.is_file() else sorted(where.glob("*.safetensors"))
    if len(found) != 1:
        raise EnvironmentFault(
            "no-quantiser", f"{where} holds {len(found) or 'no'} quantisers where one is wanted.",
            "Train one: voices train-quantiser",
        )  # fmt: skip
    return found[0]


def fits(facts: QuantiserFacts, hubert: str) -> None:
    """Check that it was taught on these features. Raises EnvironmentFault."""
    if facts.hubert != hubert:
        raise EnvironmentFault(
            "other-hubert", "The quantiser was trained on another HuBERT than the one installed.",
            "Train it again with this one: voices train-quantiser",
        )  # fmt: skip


def load_hubert(folder: Path, device: str) -> HubertModel:
    """HuBERT in single precision, so that tokens do not depend on the card.

    Raises:
        EnvironmentFault: as `loading.load`, or it is too small.
    """
    hubert = load(cast("Loadable[HubertModel]", HubertModel), folder)
    if hubert.config.num_hidden_layers < LAYER:
        raise _unusable(folder, f"HuBERT has fewer than {LAYER} layers")
    ready(hubert, device)
    return hubert


def ready(model: nn.Module, device: str) -> None:
    """Single precision, nothing dropped out, on its device."""
    model.float().eval().to(device)


def weights_digest(folder: Path) -> str:
    """SHA-256 over the weights in a folder, by name and content."""
    whole = hashlib.sha256()
    for file in sorted(folder.rglob("*.safetensors")):
        whole.update(f"{file.relative_to(folder).as_posix()}\0{file_digest(file)}\n".encode())
    return whole.hexdigest()


def _unusable(file: Path, why: str) -> EnvironmentFault:
    return EnvironmentFault(
        "bad-model", f"{file.name} cannot be used: {why}.", "Train it again or fetch another."
    )
