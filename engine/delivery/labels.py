"""AI labels: the wording of the visible one, and the metadata that travels in the file.

GB 45438-2025 asks for a visible label in the opening picture and for the metadata key ``AIGC`` with
seven fields, of which the propagator's are left for the platform to fill.
"""

from __future__ import annotations

import hashlib
import json

_OPENING = {"zh": "AI生成", "pt": "Gerado por IA", "hi": "AI द्वारा निर्मित", "es": "Generado por IA"}


def opening_label(language: str) -> str:
    """The visible label's wording: it names AI and that the work was generated."""
    return _OPENING.get(language.lower().partition("-")[0], "AI-generated")


def produce_id(series: str, seed: int, number: int, content: str) -> str:
    """An id of one produced file, unique for its content, 32 hexadecimal digits."""
    text = f"{series}|{seed}|{number}|{content}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def aigc_json(producer: str, id: str, content: str) -> str:
    """The value of the ``AIGC`` key. content: hashes of what the file is made of."""
    return json.dumps(
        {
            "Label": "1",
            "ContentProducer": producer,
            "ProduceID": id,
            "ReservedCode1": hashlib.sha256(content.encode()).hexdigest(),
            "ContentPropagator": "",
            "PropagateID": "",
            "ReservedCode2": "",
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
