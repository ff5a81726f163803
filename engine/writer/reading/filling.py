"""What a premise leaves open: genders, kin, names, crime, places, facts. All by seed."""

from __future__ import annotations

import random
import re

from engine.writer.data import beats, cues_of, lexicon
from engine.writer.reading import goals, naming
from engine.writer.story import Story, pick
from engine.writer.tongues import matter

_SLOTS = ("home", "cage", "hide", "arena", "arena0", "arena1", "asset")
_NEAREST = {
    "swap": "disgrace",
    "infiltrate": "return",
    "inherit": "disgrace",
    "trial": "disgrace",
    "contest": "disgrace",
    "haunt": "return",
    "bargain": "disgrace",
    "return": "disgrace",
    "abduct": "disgrace",
}
_BLOOD = ("husband", "fiance", "brother", "son", "uncle", "grandfather", "father")


def fill(story: Story) -> None:
    """Everything that is still open."""
    _genders(story)
    _kin(story)
    naming.name_all(story)
    _crime(story, story.rng("crime"))
    _places(story, story.rng("places"))
    _facts(story, story.rng("facts"))
    goals.settle(story)


def _genders(story: Story) -> None:
    people, rng = story.people, story.rng("genders")
    people["H"].put(gender="f")
    other = "m" if people["H"].gender == "f" else "f"
    people["V"].put(gender=pick(rng, ["m", "m", "f"]))
    people["P"].put(gender=pick(rng, ["m", "m", "f"]))
    people["A"].put(gender=other)
    people["T"].put(gender=pick(rng, ["f", "f", "m"]))
    people["K"].put(gender=pick(rng, ["f", "m"]))


def _kin(story: Story) -> None:
    power, low = story.people["P"], story.text.lower()
    rulers = ("emperor", "king", "duke", "chairman")
    ruler = next((w for w in rulers if re.search(rf"\b{w}\b", low)), "")
    if ruler and not power.kin and not power.name:
        power.put(title=ruler)
        story.note("role", ruler)
        story.flags.add("ruler")
    claimed = power.source == "premise" or power.title  # an unknown father would contradict it
    if power.kin or claimed or story.inciting == "bargain" or "ruler" in story.flags:
        return
    lost = matter.kin_key(story.tongue, story.loss.kin)
    if lost in ("father", "parents", "父亲", "父母", "爸爸", "爹娘", "family", "家人"):
        return
    elder = story.people["V"].kin in ("stepmother", "uncle", "father", "mother", "stepfather")
    power.gender = "m"
    power.kin = "grandfather" if elder else "father"
    story.flags.add("secretkin")


def _crime(story: Story, rng: random.Random) -> None:
    rows = matter.crimes(story.tongue, story.era)
    low = story.text.lower()
    cues = {
        name: len(re.findall(pattern, low))
        for name, pattern in cues_of(story.tongue, "crime_cues").items()
    }
    top = max((cues.get(row.kind, 0) for row in rows), default=0)
    crime = pick(rng, [row for row in rows if cues.get(row.kind, 0) == top])
    story.put("crime", crime.name)
    story.slots.update(did=crime.did, ghost=crime.ghost)
    if "evi" not in story.slots:
        story.put("evi", crime.evidence)
    story.crime = crime.kind


def _places(story: Story, rng: random.Random) -> None:
    tongue, era = story.tongue, story.era
    for slot in (*_SLOTS, "deadline"):
        rows = matter.places(tongue, era, slot.rstrip("01"))
        taken = set(story.slots.values())
        row = pick(rng, [r for r in rows if r.phrase not in taken] or rows)
        if slot not in story.slots:
            story.put(slot, row)
            story.plates.update({slot: row.picture} if row.picture else {})
    for slot, row in matter.sets(tongue, era).items():
        if slot not in story.slots:
            story.put(slot, row)
        story.plates.setdefault(slot, row.picture)
    for slot in _SLOTS:
        if slot not in story.plates and slot != "asset":
            usual = matter.places(tongue, era, slot.rstrip("01"))[0].picture
            story.plates[slot] = _plate(story.slots[slot], tongue) or usual
    token = pick(rng, matter.tokens(tongue, era))
    if "token" not in story.slots:
        story.put("token", token)
    if "pow" not in story.slots:
        story.put("pow", matter.power_name(tongue, story.power))


def _plate(place: str, tongue: str) -> str:
    """The plate that a place of the premise looks like, "" when none does."""
    low = place.lower()
    return next(
        (plate for plate, cue in cues_of(tongue, "plate_cues").items() if re.search(cue, low)), ""
    )


def _facts(story: Story, rng: random.Random) -> None:
    power, hero = story.people["P"], story.people["H"]
    kin = power.kin
    lost = matter.kin_key(story.tongue, story.loss.kin)
    story.slots["vicword"] = "father" if kin == "mother" or lost in ("father", "父亲") else "mother"
    twists = ["order"]
    rival = story.people["V"]
    if (
        "secretkin" in story.flags
        and kin == "father"
        and rival.gender == "m"
        and rival.kin not in _BLOOD
    ):
        twists.append("blood")
    story.twist = pick(rng, twists)
    story.slots["child"], story.slots["spouse"], someone = matter.family(
        story.tongue, kin, hero.gender, power.gender
    )
    story.slots["ptitle"] = power.title or someone
    story.flags |= {
        f"pow:{story.power}",
        f"power:{story.power}",
        f"rel:{kin or 'none'}",
        f"vrel:{rival.kin or 'none'}",
        f"tw:{story.twist}",
        f"in:{_opening(story)}",
        *(f"{role}:{someone.gender}" for role, someone in story.people.items()),
        f"crime:{story.crime}",
        story.era,
    }
    if kin in ("father", "mother", "grandfather", "grandmother"):
        story.flags.add("parent")
    if story.power in lexicon("classes")["mystic"]:
        story.flags.add("mystic")
    if story.reborn:
        story.flags.add("reborn")
    if any(
        p.kin in ("lover", "fiance", "fiancee", "husband", "wife")
        for p in (story.people["A"], story.people["P"])
    ):
        story.flags.add("love")


def _opening(story: Story) -> str:
    """The opening class, or the nearest one that this language has an episode for."""
    told = {
        need.removeprefix("in:")
        for beat in beats().values()
        if beat.id.startswith("o_") and story.tongue in beat.lines
        for need in beat.needs
    }
    known = story.inciting
    while known not in told and known in _NEAREST:
        known = _NEAREST[known]
    return known
