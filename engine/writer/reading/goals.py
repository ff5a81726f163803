"""What the hero is after, what was done to the hero, and whom the hero has lost, in all persons.

Takes what a language's reader found; what it left open is derived from the harm and the opening.
"""

from __future__ import annotations

from engine.writer.data import lexicon
from engine.writer.reading.persons import template_en, template_zh
from engine.writer.story import ANCIENT, Story, pick
from engine.writer.tongues import matter
from engine.writer.tongues.registry import tongue_of

_FORMS = ("", "_you", "_she")


def settle(story: Story) -> None:
    """Fill the slots goal, want, wrong, dead and deadname. May be called again after a change."""
    rng = story.rng("goal")
    gender = story.people["H"].gender
    _lost(story, gender)
    goal, want, kind, must = _derived(story, pick(rng, range(60)))
    own = bool(story.goal and story.want)
    story.slots["want"] = story.want if own else want
    if kind and not own:
        story.genders["want"] = kind
    _put(
        story, "goal", _named(story, story.goal or goal), gender, story.must if story.goal else must
    )
    wrongs = matter.wrongs(story.tongue)
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


def _put(story: Story, slot: str, phrase: str, gender: str, must: str = "") -> None:
    """A phrase in all persons. must: its form before a verb of duty, where it has one."""
    tongue = tongue_of(story.tongue)
    told = tongue.three(phrase, gender)
    bound = tongue.three(must or phrase, gender)
    for form, words, due in zip(_FORMS, told, bound, strict=True):
        story.slots[f"{slot}{form}"] = words
        for case, said in tongue.cases(slot, words, due).items():
            story.slots[f"{slot}{form}:{case}"] = said


def _named(story: Story, phrase: str) -> str:
    held = story.loss.state == "captive" and story.tongue not in ("en", "zh")
    lost = story.loss.name if held and story.loss.kin else story.slots.get("deadname", "")
    rival = story.people["V"].name
    if story.tongue not in ("en", "zh"):
        rival = tongue_of(story.tongue).seen(story, "V")
    return phrase.replace("{V}", rival).replace("{D}", lost)


def _derived(story: Story, at: int) -> tuple[str, str, str, str]:
    """A goal, what it is about with its gender, and the goal as a duty where that differs."""
    bank = matter.goals(story.tongue)
    kind = story.loss.state if story.loss.kin else ""
    rows = bank.get(kind) or bank.get(story.inciting) or bank["disgrace"]
    goal, want, *grammar = rows[at % len(rows)]
    gender, must = [*grammar, "", ""][:2]
    word, sex = _lost_one(story)
    tongue = tongue_of(story.tongue)
    for mark, form in (("{kin}", "obl"), ("{kin:own}", "own")):
        kin = tongue.relation(word, sex, form)
        goal, must = goal.replace(mark, kin), must.replace(mark, kin)
    name = story.loss.name or tongue.relation(word, sex, "bare")
    return (
        _named(story, goal), _named(story, want.replace("{kin}", name)), gender,
        _named(story, must),
    )  # fmt: skip


def _lost_one(story: Story) -> tuple[str, str]:
    """The word for whom the hero lost and their gender; the parent whom the old crime took."""
    return (story.loss.kin, story.loss.gender) if story.loss.kin else _parent(story)


def _parent(story: Story) -> tuple[str, str]:
    """The parent whom the old crime took."""
    word = story.slots["vicword"]
    gender = "f" if word == "mother" else "m"
    if story.tongue == "zh":
        return {"mother": "妈娘", "father": "爸爹"}[word][story.era in ANCIENT], gender
    return matter.kin_word(story.tongue, word), gender


def _lost(story: Story, gender: str) -> None:
    """The dead or missing of the premise; without one, the parent whom the old crime took."""
    held = story.loss.state == "captive"
    if story.loss.kin and not story.loss.name and story.tongue not in ("en", "zh"):
        sex = tongue_of(story.tongue).sex(story.loss.kin, story.loss.gender)
        story.loss.name = _given(story, sex)
    word, sex = _parent(story) if held else _lost_one(story)
    tongue = tongue_of(story.tongue)
    _put(story, "dead", tongue.relation(word, sex, ""), gender, tongue.relation(word, sex, "obl"))
    story.genders["dead"] = tongue.sex(word, sex)
    own = story.tongue not in ("en", "zh") and held  # who is held has a name, but is not dead
    story.slots["deadname"] = (not own and story.loss.name) or _old_name(story)
    if story.loss.kin and not held:
        story.flags |= {"dead"} | ({"missing"} if story.loss.state == "missing" else set())


def _old_name(story: Story) -> str:
    """A name for somebody who is only remembered, in the family of the hero."""
    rng, hero = story.rng("dead"), story.people["H"].name
    taken = {word for p in story.people.values() for word in p.name.split()}
    if story.tongue not in ("en", "zh"):
        return _given(story, story.genders["dead"])
    kin = story.loss.kin or story.slots["vicword"]
    female = kin in lexicon("words")["female_kin"]
    if story.tongue == "zh":
        given = lexicon("words")["old_names_zh"]["f" if female else "m"]
        blood = female is False or story.era != "modern"
        return f"{hero[:1] if blood else pick(rng, ['林', '苏', '许', '宋'])}{pick(rng, given)}"
    given = lexicon("words")["old_names"]["f" if female else "m"]
    first = pick(rng, [name for name in given if name not in taken] or given)
    return str(first)


def _given(story: Story, gender: str) -> str:
    """A given name for somebody of whom the premise tells no name."""
    taken = {word for p in story.people.values() for word in p.name.split()} | {story.loss.name}
    given = matter.names(story.tongue, story.era)["dead"][gender[:1]]
    free = [name for name in given if name not in taken] or given
    return str(pick(story.rng("dead"), free))
