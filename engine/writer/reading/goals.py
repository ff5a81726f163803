"""What the hero is after, what was done to the hero, and whom the hero has lost, in all persons.

Takes what a language's reader found; what it left open is derived from the harm and the opening.
"""

from __future__ import annotations

from engine.writer.data import lexicon, table
from engine.writer.reading.persons import template_en, template_zh, three
from engine.writer.story import ANCIENT, Story, pick

_FORMS = ("", "_you", "_she")


def settle(story: Story) -> None:
    """Fill the slots goal, want, wrong, dead and deadname. May be called again after a change."""
    rng = story.rng("goal")
    gender = story.people["H"].gender
    _lost(story, gender)
    goal, want = _derived(story, pick(rng, range(60)))
    if not story.goal:
        story.slots["want"] = want
    else:
        story.slots["want"] = story.want or want
    _put(story, "goal", story.goal or goal, gender)
    wrongs = table("reading.toml")["wrongs"][story.tongue]
    wrong = story.wrong or pick(rng, wrongs.get(story.inciting, wrongs["disgrace"]))
    _put(story, "wrong", _named(story, wrong), gender)
    if story.wrong:
        story.flags.add("wrong")


def voice_of(phrase: str, story: Story) -> str:
    """How a phrase speaks of the hero: in the first person, or by the hero's pronoun."""
    words = phrase.lower().split()
    if story.tongue == "zh":
        return "我" if "我" in phrase else "他" if story.people["H"].gender == "m" else "她"
    if {"my", "me", "i", "myself"} & set(words):
        return "i"
    return story.people["H"].gender or "f"


def template(phrase: str, story: Story, voice: str = "") -> str:
    """A phrase about the hero with marks for the hero."""
    voice = voice or voice_of(phrase, story)
    return template_zh(phrase, voice) if story.tongue == "zh" else template_en(phrase, voice)


def _put(story: Story, slot: str, phrase: str, gender: str) -> None:
    for form, words in zip(_FORMS, three(phrase, story.tongue, gender), strict=True):
        story.slots[f"{slot}{form}"] = words


def _named(story: Story, phrase: str) -> str:
    lost = story.slots.get("deadname", "")
    return phrase.replace("{V}", story.people["V"].name).replace("{D}", lost)


def _derived(story: Story, at: int) -> tuple[str, str]:
    """A goal and what it is about, from whom the hero lost, else from the opening."""
    bank = table("reading.toml")["goals"][story.tongue]
    kind = story.loss.state if story.loss.kin else ""
    rows = bank.get(kind) or bank.get(story.inciting) or bank["disgrace"]
    goal, want = rows[at % len(rows)]
    kin = _kin(story)
    name = story.loss.name or kin.replace("{my} ", "the ").replace("{我}", "")
    return (
        _named(story, goal.replace("{kin}", kin)),
        _named(story, want.replace("{kin}", name)),
    )


def _kin(story: Story) -> str:
    if story.loss.kin:
        return f"{{my}} {story.loss.kin}" if story.tongue == "en" else f"{{我}}{story.loss.kin}"
    return _parent(story)


def _parent(story: Story) -> str:
    """The parent whom the old crime took."""
    word = story.slots["vicword"]
    if story.tongue == "en":
        return f"{{my}} {word}"
    ancient = story.era in ANCIENT
    return "{我}" + {"mother": "妈娘", "father": "爸爹"}[word][ancient]


def _lost(story: Story, gender: str) -> None:
    """The dead or missing of the premise; without one, the parent whom the old crime took."""
    held = story.loss.state == "captive"
    _put(story, "dead", _parent(story) if held else _kin(story), gender)
    story.slots["deadname"] = story.loss.name or _old_name(story)
    if story.loss.kin and not held:
        story.flags |= {"dead"} | ({"missing"} if story.loss.state == "missing" else set())


def _old_name(story: Story) -> str:
    """A name for somebody who is only remembered, in the family of the hero."""
    rng, hero = story.rng("dead"), story.people["H"].name
    taken = {word for p in story.people.values() for word in p.name.split()}
    kin = story.loss.kin or story.slots["vicword"]
    female = kin in lexicon("words")["female_kin"]
    if story.tongue == "zh":
        given = lexicon("words")["old_names_zh"]["f" if female else "m"]
        blood = female is False or story.era != "modern"
        return f"{hero[:1] if blood else pick(rng, ['林', '苏', '许', '宋'])}{pick(rng, given)}"
    given = lexicon("words")["old_names"]["f" if female else "m"]
    first = pick(rng, [name for name in given if name not in taken] or given)
    return str(first)
