"""A reel of short cuts of fixed seed that shows every kind of thing the film room draws.

python -m tests.golden.reel     keeps its stills anew, after a wanted change of the picture
"""

from __future__ import annotations

from engine.artist.types import FRAME_H, FRAME_W
from engine.editor.types import Camera, Cut, Effect, Title
from engine.film.cache import PlaneCache
from engine.film.compositor import Compositor
from engine.film.planes import Target, empty_target
from tests.film.drawing import CAST, PLATE, ShapeArtist, cue, figure, make_cut

from .keeper import Album

FRAMES = 24
STILLS = (3, 17)


def cuts() -> dict[str, Cut]:
    """The reel, by name."""
    one, far = (figure("cast/a", "close", 50, FRAMES),), (figure("cast/b", "cowboy", 40, FRAMES),)
    two = (
        figure("cast/a", "medium", 36, FRAMES),
        figure("cast/b", "bust", 92, FRAMES, back=True),
    )
    opening = (
        Title("label", "AI-generated", 0, 24),
        Title("title", "EPISODE 1\nThe Heiress", 0, 24),
    )
    cards = (Title("name", "Ann\nthe heiress", 0, 24), Title("place", "The old dock", 0, 24),
             Title("note", "三天前", 0, 24))  # fmt: skip
    english, chinese = cue("You knew it, father!", 0, 24), cue("若有来世，我定不负你。", 0, 24, "")
    hindi = cue("मैं तुम्हें कभी माफ़ नहीं करूँगी!", 0, 24)
    weather = tuple(Effect(k, 0, 24, 70) for k in ("rain", "gloom"))
    hit = (Effect("shake", 2, 12, 80), Effect("blur", 1, 6, 80), Effect("flash", 3, 6, 60))
    zoomed = (Effect("blur", 0, 6, 80), Effect("speed", 0, 24, 60))
    return {
        "push": make_cut(FRAMES, one, Camera("push-in", 1000, 1110), (), (english,), opening),
        "over": make_cut(FRAMES, two, Camera("drift", 1040, 1040), (), (chinese,), cards, "cold"),
        "pan": make_cut(FRAMES, far, Camera("pan", 1050, 1050, -30, 30), weather, (hindi,), (),
                        "afraid"),
        "hit": make_cut(FRAMES, one, Camera("hold", 1060, 1060), hit, wash="angry"),
        "punch": make_cut(FRAMES, far, Camera("punch", 1000, 1090), zoomed, wash="urgent"),
    }  # fmt: skip


def stills() -> dict[str, Target]:
    """Composed frames of every cut, by name and number."""
    found: dict[str, Target] = {}
    cache, artist = PlaneCache(), ShapeArtist()
    for name, cut in cuts().items():
        compositor = Compositor(cut, PLATE, "plate", CAST, artist, cache)
        for n in range(max(STILLS) + 1):
            target = empty_target(FRAME_W, FRAME_H)
            compositor.compose(n, target)
            if n in STILLS:
                found[f"{name}{n:02d}"] = target
    return found


if __name__ == "__main__":
    Album("reel").keep(stills())
