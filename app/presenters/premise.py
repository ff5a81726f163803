"""What the studio understood of a premise, as cards, and corrections put back into the dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.presenters.choices import ROLES as ENGINE_ROLES
from app.presenters.choices import Choices, trouble
from app.presenters.costs import money
from app.presenters.shown import duration
from engine.base.errors import UserInputError
from engine.models.types import EMBEDDED
from engine.series.document import ROLES, Series
from engine.writer.dossier import LANGUAGES, read_premise
from engine.writer.types import Dossier, Person, Reading
from widgets.data import EngineRow, PremiseCard
from widgets.words import t

_SINGLE = ("secret", "power_name", "goal", "want", "wrong", "dead", "era", "inciting")
_MARKS = {"premise": "read", "inferred": "inferred", "default": "default", "human": "human"}
_PERSON_ICONS = {"hero": "user", "villain": "swords"}
_PERSON_NAMES = {
    "hero": "Hero", "villain": "Opponent", "power": "Person in power", "ally": "Ally",
    "traitor": "Traitor", "keeper": "Witness",
}  # fmt: skip


def role_label(role: str) -> str:
    """A role in words."""
    return t(_PERSON_NAMES.get(role, role.capitalize()))


def understood(text: str, language: str, seed: int, corrections: Mapping[str, str]) -> Dossier:
    """Read a premise and put the lead's corrections on top. Raises UserInputError."""
    return correct(read_premise(text, language, seed), corrections)


def correct(dossier: Dossier, corrections: Mapping[str, str]) -> Dossier:
    """The dossier with these fields as the lead wants them; keys are card ids."""
    found = dossier
    for key, value in corrections.items():
        kind, _, rest = key.partition(":")
        mine = Reading(value, "human")
        if kind in _SINGLE:
            found = _with(found, kind, mine)
        elif kind == "place":
            found = replace(found, places=_put(found.places, int(rest), mine))
        elif kind == "thing":
            found = replace(found, things=_put(found.things, int(rest), mine))
        elif kind in ("name", "relation", "gender"):
            people = tuple(
                _person(p, kind, mine) if p.role.value == rest else p for p in found.people
            )
            found = replace(found, people=people)
    return found


def _with(dossier: Dossier, field: str, value: Reading) -> Dossier:
    match field:
        case "secret":
            return replace(dossier, secret=value)
        case "power_name":
            return replace(dossier, power_name=value)
        case "goal":
            return replace(dossier, goal=value)
        case "want":
            return replace(dossier, want=value)
        case "wrong":
            return replace(dossier, wrong=value)
        case "dead":
            return replace(dossier, dead=value)
        case "era":
            return replace(dossier, era=value)
        case _:
            return replace(dossier, inciting=value)


def _person(person: Person, field: str, value: Reading) -> Person:
    match field:
        case "name":
            return replace(person, name=value)
        case "relation":
            return replace(person, relation=value)
        case _:
            return replace(person, gender=value)


def _put(row: tuple[Reading, ...], at: int, value: Reading) -> tuple[Reading, ...]:
    return tuple(value if i == at else each for i, each in enumerate(row))


def cards(dossier: Dossier) -> tuple[PremiseCard, ...]:
    """A card for each thing, people first."""
    premise = dossier.premise
    found: list[PremiseCard] = []
    for person in dossier.people:
        role = person.role.value
        if role in ROLES:
            icon = _PERSON_ICONS.get(role, "user")
            found.append(
                _card(f"name:{role}", icon, role_label(role), person.name, premise,
                      person.caption.value)
            )  # fmt: skip
    hero = next((p for p in dossier.people if p.role.value == "hero"), None)
    if hero is not None:
        found.insert(
            1, replace(_card("gender:hero", "user", t("The hero is"), hero.gender, premise),
                       choices=(("f", t("a woman")), ("m", t("a man"))))
        )  # fmt: skip
    found += [
        _card(f"relation:{p.role.value}", "user",
              t("{name} is to the hero", name=p.name.value), p.relation, premise)
        for p in dossier.people
        if p.role.value in ("villain", "power") and p.relation.value
    ]  # fmt: skip
    found += [
        _card("secret", "key", t("Secret"), dossier.secret, premise),
        _card("power_name", "spark", t("Power"), dossier.power_name, premise),
        _card("goal", "flag", t("Goal"), dossier.goal, premise),
        _card("want", "flag", t("What the goal is about"), dossier.want, premise),
        _card("wrong", "swords", t("What the opponent did"), dossier.wrong, premise),
    ]
    if dossier.dead.value:
        found.append(_card("dead", "user", t("Dead or missing"), dossier.dead, premise))
    names = (t("Home"), t("Place of danger"), t("Hiding place"), t("Place of the showdown"))
    found += [
        _card(f"place:{i}", "map", names[i] if i < len(names) else t("Place"), place, premise)
        for i, place in enumerate(dossier.places)
    ]
    things = (t("Token"), t("What is fought for"), t("Proof"))
    found += [
        _card(f"thing:{i}", "box", things[i] if i < len(things) else t("Thing"), thing, premise)
        for i, thing in enumerate(dossier.things)
    ]
    era = replace(dossier.era, value=t(dossier.era.value))
    found.append(_card("era", "clock", t("Era"), era, premise, t("opening: {name}",
                 name=t(dossier.inciting.value))))  # fmt: skip
    return tuple(found)


def _card(
    id: str, icon: str, name: str, reading: Reading, premise: str, detail: str = ""
) -> PremiseCard:
    span = reading.value if reading.value and reading.value.lower() in premise.lower() else ""
    mark = _MARKS.get(reading.source, "default")
    return PremiseCard(id, icon, name, reading.value, detail, mark, (), span)


def language_choices() -> tuple[tuple[str, str], ...]:
    """Languages that the studio writes."""
    return (("auto", t("As the premise")), *((tag, t(name)) for tag, name in LANGUAGES.items()))


def corrections_of(dossier: Dossier, text: str, seed: int) -> dict[str, str]:
    """What a stored dossier differs in from a fresh reading of its premise."""
    try:
        plain = cards(read_premise(text, dossier.language, seed))
    except UserInputError:
        return {}
    before = {card.id: card.value for card in plain}
    return {
        card.id: card.value
        for card in cards(dossier)
        if card.mark == "human" and before.get(card.id) != card.value
    }


def engines(choices: Choices, series: Series) -> tuple[EngineRow, ...]:
    """Who writes, speaks and draws, with what can be chosen instead."""
    names = {"writer": t("Writer"), "speaker": t("Voices"), "artist": t("Artist")}
    return tuple(
        EngineRow(role, names[role], getattr(series, role), choices.offered(role))
        for role in ENGINE_ROLES
    )


def trouble_of(choices: Choices, series: Series) -> str:
    """What is to be known of the series' engines before they are used."""
    chosen = [getattr(series, role) for role in ENGINE_ROLES]
    return trouble(choices, chosen, series.language)


def before_writing(choices: Choices, series: Series, episodes: int) -> str:
    """Time and cost of a season that is not written yet."""
    chosen = {role: getattr(series, role) for role in ENGINE_ROLES}
    models = [r for r, id in chosen.items() if id != EMBEDDED[r] and not choices.of(id).missing]
    if models:
        cost = t("no cost") if not choices.price else t("{money} an hour of the machine",
                                                        money=money(choices.price))  # fmt: skip
        return t("Models take longer than the embedded engines: minutes to hours, {cost}.",
                 cost=cost)  # fmt: skip
    return t("Scripts in a few seconds; the whole season in about {time}. No cost.",
             time=duration(episodes * 27))  # fmt: skip
