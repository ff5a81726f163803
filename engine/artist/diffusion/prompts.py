"""What a picture is told to be: words from the script's own fields. Pure.

Looks are read as the comic artist designs them, so that what its seed chose is said too.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.artist.comic.design import design
from engine.artist.comic.plates import OLD
from engine.artist.comic.spec import Character
from engine.artist.diffusion.settings import table
from engine.artist.guide import Person, reach
from engine.artist.types import SetSpec
from engine.artist.views import View

Prompt = tuple[str, str]
"""What is wanted and what is not."""

_UNKNOWN = "street"  # the place of a template that has no words, as the comic artist draws it


def plate_prompt(spec: SetSpec, *, behind: bool = False) -> Prompt:
    """A background; behind: only what lies at its far end."""
    words, places = table()["plate"], table()["places"]
    bare = spec.plate.removesuffix(OLD)
    place = places.get(bare, places[_UNKNOWN])
    told = words["behind" if behind else "words"].format(
        place=f"ancient chinese {place}" if bare != spec.plate else place,
        time=table()["times"].get(spec.time_of_day, spec.time_of_day),
        mood=table()["moods"].get(spec.mood, spec.mood),
    )
    return _styled(told, words["negative"])


def figure_prompt(who: Person, view: View) -> Prompt:
    """One person in one view, calm."""
    words, pose = table()["figure"], table()["poses"].get(view.pose, "")
    kind = reach(view)
    told = words["words"].format(
        pose=f"{words[kind]}, {pose}" if kind == "far" else words[kind],
        turn="" if view.back else _turn(view.yaw),
        **_person(who),
    )
    if view.back:
        told = told.replace(", calm face", "")
    return _styled(told, words["negative"])


def faces_prompt(who: Person, family: str) -> Prompt:
    """Four close-ups of one face in one family of expressions."""
    words = table()["faces"]
    told = words["words"].format(feeling=words[family], **_person(who))
    return _styled(told, words["negative"])


def lora_of(who: Person) -> str:
    """The name of the LoRA that was trained on this character, "" for none."""
    return dict(who.look.traits).get("lora", "")


def colour_name(rgb: tuple[int, int, int]) -> str:
    """The nearest colour that has a name; distances weighted as the eye does, roughly."""
    named: Mapping[str, tuple[int, int, int]] = table()["colours"]

    def distance(name: str) -> float:
        red, green, blue = (a - b for a, b in zip(rgb, named[name], strict=True))
        return 3 * red * red + 4 * green * green + 2 * blue * blue

    return min(named, key=distance)


def _person(who: Person) -> dict[str, str]:
    character = design(who.look, who.gender, who.age)
    persons = table()["persons"]
    extras = [table()["extras"][name] for name in sorted(character.accessories)]
    return {
        "age": table()["ages"].get(who.age, who.age),
        "person": persons.get(f"{who.age}-{who.gender}", persons.get(who.gender, "person")),
        "hair": _coloured("hairs", character.hair, character.hair_rgb),
        "eyes": colour_name(character.eye_rgb),
        "outfit": _outfit(character),
        "extras": "".join(f"{extra}, " for extra in extras),
    }


def _outfit(character: Character) -> str:
    return _coloured("outfits", character.outfit, character.outfit_rgb)


def _coloured(group: str, name: str, rgb: tuple[int, int, int]) -> str:
    return str(table()[group][name]).format(colour=colour_name(rgb))


def _turn(yaw: int) -> str:
    if abs(yaw) < 15:
        return "facing the viewer"
    side = "right" if yaw > 0 else "left"
    return f"turned to the {side}"


def _styled(words: str, negative: str) -> Prompt:
    style = table()["style"]
    told = ", ".join(part.strip() for part in words.split(",") if part.strip())
    return f"{style['words']}, {told}", f"{style['negative']}, {negative}"
