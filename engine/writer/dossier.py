"""A premise to a dossier: what the studio understood, and where each thing came from."""

from __future__ import annotations

import json
import re
import unicodedata

from engine.base.canon import canonical, nfc
from engine.base.codec import decode, encode
from engine.base.errors import UserInputError
from engine.text.measure import HAN, word_count
from engine.writer.data import table
from engine.writer.reading import chinese, english, goals, hindi, portuguese
from engine.writer.reading.filling import fill
from engine.writer.reading.languages import language_of
from engine.writer.reading.things import things
from engine.writer.story import LONG, Loss, Someone, Story, Thing
from engine.writer.tongues.registry import tongue_for, tongue_of
from engine.writer.types import Dossier, Person, Reading

LANGUAGES = {"en": "English", "zh-CN": "Mandarin", "hi": "Hindi", "pt-BR": "Portuguese"}
MAX_CHARACTERS = 5_000
_INVISIBLE = re.compile(r"[\ufeff\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f]")
_READERS = {"en": english.read, "zh": chinese.read, "hi": hindi.read, "pt": portuguese.read}
_PLACES = ("home", "cage", "hide", "arena")
_PROPS = ("token", "asset", "evi")


def clean_premise(text: str) -> str:
    """The premise as it is read: NFC, one line, no marks that only look like text.

    Raises:
        UserInputError: empty, too long, or not text.
    """
    plain = _INVISIBLE.sub("", nfc(text))
    if "\x00" in plain or "\ufffd" in plain:
        raise UserInputError("binary", "The premise is not text.", "Write it as UTF-8 text.")
    kept = "".join(
        " " if unicodedata.category(ch) in ("Cc", "So", "Cs", "Co", "Cn", "Sk") else ch
        for ch in plain
    )
    kept = " ".join(kept.split())
    if not any(ch.isalpha() for ch in kept):
        raise UserInputError(
            "empty", "The premise is empty.", "Write who wants what, and who is in the way."
        )
    if len(kept) > MAX_CHARACTERS:
        raise UserInputError(
            "too-long", f"The premise has {len(kept):,} characters, {MAX_CHARACTERS:,} are read.",
            "Cut it to one paragraph.",
        )  # fmt: skip
    return kept


def detect_language(premise: str) -> str:
    """The language of a premise by its script. Raises UserInputError for an unknown one."""
    found, script = language_of(premise)
    if found in LANGUAGES:
        return found
    *some, last = LANGUAGES.values()
    known = f"{', '.join(some)} and {last}"
    raise UserInputError(
        "no-language", f"A premise in {script} cannot be read yet.",
        f"Write it in one of these languages: {known}.",
    )  # fmt: skip


def read_premise(premise: str, language: str = "auto", seed: int = 1) -> Dossier:
    """Understand a premise. language: auto, en or zh-CN.

    Raises:
        UserInputError: the premise or the language cannot be used.
    """
    text = clean_premise(premise)
    found = detect_language(text)
    if word_count(text) < 3:
        raise UserInputError(
            "too-short",
            f"{text!r} is too short for a premise.",
            "Write a sentence: who wants what, and who is in the way.",
        )
    wanted = found if language == "auto" else language
    if wanted not in LANGUAGES:
        raise UserInputError(
            "no-language", f"The studio does not write {language!r} yet.",
            f"Use --language {' or '.join(LANGUAGES)}.",
        )  # fmt: skip
    if wanted != found:
        raise UserInputError(
            "language-mismatch",
            f"The premise is in {LANGUAGES[found]}, the season is to be in {LANGUAGES[wanted]}.",
            f"Write the premise in {LANGUAGES[wanted]}, or leave --language out.",
        )
    return _dossier(story_of(text, wanted, seed))


def story_of(text: str, language: str, seed: int, era: str = "", inciting: str = "") -> Story:
    """The story a premise holds, with everything open filled in.

    era, inciting: what a human says they are, "" to read them.
    """
    tongue = tongue_for(language)
    story = Story(text, "en" if tongue == "zh" and not HAN.search(text) else tongue, seed)
    _READERS[story.tongue](story)
    story.era, story.inciting = era or story.era, inciting or story.inciting
    if story.tongue in ("en", "zh"):
        things(story)
    fill(story)
    return story


def corrected(story: Story, dossier: Dossier) -> Story:
    """The story with what a human corrected in its dossier."""
    era, inciting = _known(dossier.era, "era"), _known(dossier.inciting, "opening")
    if (era and era != story.era) or (inciting and inciting != story.inciting):
        story = story_of(story.text, dossier.language, story.seed, era, inciting)
    roles = {role: letter for letter, role in LONG.items()}
    for person in dossier.people:
        someone = story.people.get(roles.get(person.role.value, ""))
        if someone is None:
            continue
        someone.name = person.name.value or someone.name
        someone.gender = person.gender.value or someone.gender
        if person.relation.source == "human":
            someone.kin = person.relation.value
    for slot, reading in (
        ("pow", dossier.power_name), *zip(_PLACES, dossier.places, strict=False),
        *zip(_PROPS, dossier.things, strict=False),
    ):  # fmt: skip
        if reading.source == "human" and reading.value:
            story.put(slot, Thing(reading.value))
    if dossier.goal.source == "human":
        story.goal, story.want = goals.template(dossier.goal.value, story), ""
    if dossier.want.source == "human":
        story.want = dossier.want.value
    if dossier.wrong.source == "human":
        story.wrong = goals.template(dossier.wrong.value, story)
    if dossier.dead.source == "human":
        kin = re.sub("^(?:her |his |my |[她他我]的?)", "", dossier.dead.value).strip()
        story.loss = Loss(kin, "", story.loss.state)
        story.flags -= {"dead", "missing"}
    goals.settle(story)
    return story


def _known(reading: Reading, kind: str) -> str:
    """A human's class, when it is one of the house's."""
    known = reading.value in (*table("cues.toml")[kind],)
    return reading.value if reading.source == "human" and known else ""


def _dossier(story: Story) -> Dossier:
    slots, read = story.slots, {True: "premise", False: "inferred"}
    named = [value for kind, value in story.named if kind in ("name", "thing", "power")]
    named = [*dict.fromkeys(named)]
    every = "\n".join(named).lower()  # what is part of something longer is said with it
    obligations = [v for v in named if every.count(v) <= v.lower().count(v)]
    return Dossier(
        premise=story.text,
        language=tongue_of(story.tongue).tag,
        era=Reading(story.era, "inferred"),
        genre=Reading(story.genre, "inferred"),
        inciting=Reading(story.inciting, "inferred"),
        secret=Reading(story.slots.get("alias", story.slots["child"]),
                       "premise" if "alias" in story.slots else "inferred"),
        power=Reading(story.power, "default" if story.power == "nerve" else "inferred"),
        power_name=Reading(story.slots["pow"], "premise" if "pow" in story.found else "default"),
        goal=Reading(slots["goal_she"], read[bool(story.goal)]),
        want=Reading(slots["want"], read[bool(story.goal and story.want)]),
        wrong=Reading(slots["wrong_she"], read["wrong" in story.flags]),
        dead=(Reading(slots["dead_she"], "premise") if "dead" in story.flags
              else Reading("", "default")),
        people=tuple(_person(story, letter, story.people[letter]) for letter in "HVPATK"),
        places=tuple(
            Reading(story.slots[slot], "premise" if slot in story.found else "default")
            for slot in _PLACES
        ),
        things=tuple(
            Reading(story.slots[slot], "premise" if slot in story.found else "default")
            for slot in _PROPS
        ),
        obligations=tuple(dict.fromkeys(obligations)),
    )  # fmt: skip


def _person(story: Story, letter: str, someone: Someone) -> Person:
    return Person(
        role=Reading(LONG[letter], "inferred"),
        name=Reading(someone.name, someone.source),
        gender=Reading(someone.gender, "inferred"),
        relation=Reading(someone.kin, "inferred" if someone.kin else "default"),
        caption=Reading(caption(story, letter), "inferred"),
    )


def caption(story: Story, letter: str) -> str:
    """What the name card says beside the name."""
    return tongue_of(story.tongue).caption(story, letter)


def dossier_to_json(dossier: Dossier) -> str:
    """Readable JSON that a lead can correct."""
    return json.dumps(encode(dossier), ensure_ascii=False, indent=2)


def dossier_from_json(text: str) -> Dossier:
    """Read a corrected dossier, as NFC. Raises UserInputError naming the field that is wrong."""
    try:
        typed = decode(Dossier, json.loads(text))
        return decode(Dossier, json.loads(canonical(encode(typed))))
    except ValueError as exc:
        raise UserInputError(
            "bad-dossier", f"The dossier cannot be read: {exc}.", "Correct that field."
        ) from exc
