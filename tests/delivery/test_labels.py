"""The AI label: its wording in every language, and the metadata that the law asks for."""

from __future__ import annotations

import json

import pytest

from engine.delivery.labels import aigc_json, opening_label, produce_id


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "AI-generated"),
        ("en-GB", "AI-generated"),
        ("zh-CN", "AI生成"),
        ("zh", "AI生成"),
        ("ZH-tw", "AI生成"),
        ("es-MX", "Generado por IA"),
        ("pt-BR", "Gerado por IA"),
        ("hi", "AI द्वारा निर्मित"),
        ("fr", "AI-generated"),
    ],
)
def test_the_label_is_worded_in_the_language_of_the_series(language: str, words: str) -> None:
    assert opening_label(language) == words


def test_the_metadata_holds_the_seven_fields() -> None:
    found = json.loads(aigc_json("工作室", "a" * 32, "hash"))
    assert list(found) == [
        "Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator",
        "PropagateID", "ReservedCode2",
    ]  # fmt: skip
    assert found["Label"] == "1"
    assert (found["ContentProducer"], found["ProduceID"]) == ("工作室", "a" * 32)
    assert len(found["ReservedCode1"]) == 64
    assert {found[name] for name in ("ContentPropagator", "PropagateID", "ReservedCode2")} == {""}


def test_an_id_is_the_same_for_the_same_file_and_another_for_any_other() -> None:
    first = produce_id("The Seal", 1, 3, "content")
    assert len(first) == 32
    assert int(first, 16) >= 0
    assert first == produce_id("The Seal", 1, 3, "content")
    others = {
        produce_id("The Sea", 1, 3, "content"), produce_id("The Seal", 2, 3, "content"),
        produce_id("The Seal", 1, 4, "content"), produce_id("The Seal", 1, 3, "contents"),
        produce_id("The Seal", 13, 3, "content"), produce_id("The Seal", 1, 33, "content"),
    }  # fmt: skip
    assert len(others | {first}) == 7
