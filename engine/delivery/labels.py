"""AI labels: which there are, the wording of the visible one, the record that travels in files.

GB 45438-2025 asks for a visible label in the opening picture and for the metadata key ``AIGC`` with
seven fields, of which the propagator's are left for the platform to fill. All labels are on unless
the lead switches one off, which is recorded in the manifest together with the law it concerns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from engine.series.document import Series

_OPENING = {"zh": "AI生成", "pt": "Gerado por IA", "hi": "AI द्वारा निर्मित", "es": "Generado por IA"}

_LICENCE = {"zh": "备案号"}
LAWS: Mapping[str, str] = {
    "opening": "GB 45438-2025, 5.4: a visible label in the opening picture of a film (China);"
    " Regulation (EU) 2024/1689, Article 50(4)",
    "cover": "GB 45438-2025, 5.2: a visible label on a picture (China)",
    "audio": "GB 45438-2025, 5.3: a spoken or rhythmic label of sound without pictures (China)",
    "metadata": "GB 45438-2025, 6: the record AIGC in the file (China)",
    "credentials": "Regulation (EU) 2024/1689, Article 50(2): a mark that machines can read",
}
"""Every label that can be switched off, and the law that this concerns."""


def off(series: Series) -> frozenset[str]:
    """Labels that the lead switched off; names that are no labels are left out."""
    return frozenset(name.strip() for name in series.labels_off.split(",")) & LAWS.keys()


def opening_text(series: Series, label: str) -> str:
    """What the opening picture says: the label, tier and registration number where there are any.

    The label is the first row. Platforms may not carry a micro-drama without its number in the
    opening (NRTA, 2025-02).
    """
    number = series.licence.strip()
    if number:
        number = f"{_LICENCE.get(series.language[:2].lower(), 'No.')} {number}"
    shown = "" if "opening" in off(series) else label
    registered = " · ".join(filter(None, (series.tier.strip(), number)))
    return "\n".join(filter(None, (shown, registered)))


def opening_label(language: str) -> str:
    """The visible label's wording: it names AI and that the work was generated."""
    return _OPENING.get(language.lower().partition("-")[0], "AI-generated")


def produce_id(series: str, seed: int, number: int, content: str) -> str:
    """An id of one produced file, unique for its content, 32 hexadecimal digits."""
    text = f"{series}|{seed}|{number}|{content}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def producer_of(series: Series) -> str:
    """Who produced it, as the record names them: the code where there is one, else the name."""
    return series.producer_code.strip() or series.producer


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
