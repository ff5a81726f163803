"""Words are shaped, visible on any picture, and stand where they should."""

import os
import subprocess
import sys

import numpy as np
import pytest

from engine.artist.comic.artist import ComicArtist
from engine.artist.types import FaceState, FigureSpec, SetSpec
from engine.base.errors import EnvironmentFault
from engine.editor.types import Camera, Title
from engine.film.camera import TOP as FRAME_TOP
from engine.film.cards import draw_label
from engine.film.fonts import require_fonts, require_glyphs
from engine.film.heads import heads
from engine.film.planes import Box, blit, convert, empty_target
from engine.film.subtitles import CueSheet, Subtitles, cue_text, word_at
from engine.film.text import Paragraph, Run, Style
from engine.film.titles import Titles
from engine.film.types import SAFE
from engine.series.document import Look

from .drawing import ShapeArtist, cue, figure, make_cut
from .strokes import mask, strokes, tallest_line

SENTENCES = {
    "en": ("You really thought she loved you?", " "),
    "zh": ("若有来世，我定不负你。", ""),
    "hi": ("मैं तुम्हें कभी माफ़ नहीं करूँगी!", " "),
    "long": ("Nobody in this family ever leaves the house without my permission and you knew", " "),
    "wide": ("Donaudampfschifffahrtsgesellschaftskapitän!", " "),
}  # fmt: skip


def busy(kind: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A frame that is hard to read on."""
    target = empty_target(1080, 1920)
    if kind == "white":
        target[0][:] = 235
    elif kind == "noise":
        target[0][:] = np.random.default_rng(2).integers(60, 200, (1920, 1080))
    else:
        far = ShapeArtist().plate(SetSpec("street", "day", "neutral", 9)).far
        blit(target, convert(far[:1920, :1080], opaque=True), 0, 0)
    return target


@pytest.mark.parametrize("name", SENTENCES)
def test_cues_stay_inside_the_safe_box(name):
    placed = CueSheet(cue(SENTENCES[name][0], 0, 60, SENTENCES[name][1])).draw(0)
    assert SAFE[0] <= placed.x
    assert placed.x + placed.planes.width <= SAFE[2]
    assert SAFE[1] <= placed.y
    assert placed.y + placed.planes.height <= SAFE[3]


@pytest.mark.parametrize("kind", ["white", "noise", "plate"])
@pytest.mark.parametrize("name", ["en", "zh", "hi"])
def test_cues_are_seen_as_text_on_any_picture(kind, name):
    text, glue = SENTENCES[name]
    shown = cue(text, 0, 60, glue)
    target = busy(kind)
    before = mask(target[0], strokes(target[0]))
    placed = CueSheet(shown).draw(1)
    blit(target, placed.planes, placed.x, placed.y)
    found = [s for s in strokes(target[0]) if not before[s[0], (s[1] + s[2]) // 2]]
    letters = len([c for c in cue_text(shown) if c.isalnum()])
    assert len(found) >= 12 * letters


def test_the_spoken_word_is_yellow_and_moves_on():
    shown = cue("one two three", 0, 30)
    middles = []
    for word in range(3):
        placed = CueSheet(shown).draw(word)
        yellow = placed.planes.u < (placed.planes.ih < 40) * 90
        middles.append(np.flatnonzero(yellow.any(axis=0)).mean())
    assert middles == sorted(middles)
    assert not (CueSheet(shown).draw(-1).planes.u < (placed.planes.ih < 40) * 90).any()


def test_words_light_up_at_their_frames():
    shown = cue("one two three", 6, 36)
    assert [word_at(shown, n) for n in (5, 6, 15, 16, 35)] == [-1, 0, 0, 1, 2]
    subtitles = Subtitles((shown,))
    assert subtitles.at(5) is None
    assert subtitles.at(36) is None
    assert subtitles.at(6) is subtitles.at(15)
    assert subtitles.at(16) is not subtitles.at(15)


def test_conjuncts_are_shaped():
    style = Style(60)
    joined = Paragraph([Run("क्या")], style, 900).longest
    apart = Paragraph([Run("क्\u200cया")], style, 900).longest
    assert joined < apart


def test_words_wrap_between_words_and_evenly():
    text = "You really thought that she loved you, father?"
    placed = CueSheet(cue(text, 0, 60)).draw(0)
    assert placed.planes.height > 120  # two lines
    alpha = placed.planes.ia < 40
    upper, lower = np.array_split(alpha, 2)
    widths = [np.ptp(np.flatnonzero(half.any(axis=0))) for half in (upper, lower)]
    assert min(widths) > 0.6 * max(widths)


def test_missing_letters_are_a_named_fault():
    with pytest.raises(EnvironmentFault) as fault:
        require_glyphs("fine until \u0378")  # a code point that Unicode never assigned
    assert "apt-get install" in fault.value.remedy


@pytest.mark.parametrize("language", ["en", "zh-CN", "hi"])
def test_the_fonts_of_the_studio_are_there(language):
    require_fonts(language)


@pytest.mark.parametrize("text", ["AI生成", "AI-generated"])
@pytest.mark.parametrize("kind", ["white", "plate"])
def test_the_label_is_large_still_and_in_the_top_fifth(text, kind):
    titles = Titles((Title("label", text, 0, 70),), make_cut(70))
    rows = 384
    kept = None
    for n in (7, 24, 42, 57):
        target = busy(kind)
        target[0][:] = np.roll(target[0], n * 3, axis=1)  # the picture moves, the label does not
        for placed in titles.at(n):
            blit(target, placed.planes, placed.x, placed.y)
            assert placed.y + placed.planes.height <= rows
        luma = target[0][:rows]
        seen = mask(luma, strokes(luma, bright=130, drop=60))
        kept = seen if kept is None else kept & seen
    assert 54 <= tallest_line(kept) <= 220


def test_the_label_has_capitals_of_58_pixels():
    placed = draw_label("AI")
    solid = (placed.planes.ia == 0) & (placed.planes.y > 200)
    rows = np.flatnonzero(solid.any(axis=1))
    assert np.ptp(rows) + 1 >= 58


@pytest.mark.parametrize("together", ["opening", "cards"])
@pytest.mark.parametrize("x", [43, 57])
@pytest.mark.parametrize("framing", ["close", "bust", "medium", "cowboy", "full"])
def test_titles_seen_together_cover_neither_each_other_nor_a_face_nor_the_subtitle(
    framing, x, together
):
    label = Title("label", "AI-generated", 0, 60)
    card = Title("title", "EPISODE 12\nThe Daughter Who Should Not Exist", 0, 60)
    name = Title("name", "Evelyn Blackwood\nher father's oldest rival", 0, 60)
    place = Title("place", "Ye Tower, night", 0, 60)
    # other cards wait until the episode's is gone
    titles = (label, card) if together == "opening" else (label, name, place)
    words = cue("You really thought that she loved you, father?", 0, 60)
    cut = make_cut(60, (figure(x=x, framing=framing),), Camera("push-in", 1000, 1090), (), (words,))
    placed = Titles(titles, cut).at(30)
    boxes = [box_of(p) for p in (*placed, Subtitles(cut.cues).at(30))]
    assert len(boxes) == len(titles) + 1
    ((_, face),) = heads(cut, 0, 60)
    for i, box in enumerate(boxes):
        assert box.meet(Box(40, 100, 980, 1536)) == box
        assert not any(box.meet(other).solid for other in boxes[i + 1 :])
        assert not box.meet(face).solid


def box_of(placed):
    """The part of the frame that a picture covers."""
    return Box(placed.x, placed.y, placed.x + placed.planes.width, placed.y + placed.planes.height)


@pytest.mark.parametrize(("x", "side"), [(25, "right"), (75, "left")])
def test_a_note_stands_beside_the_subject(x, side):
    cut = make_cut(60, (figure(x=x),))
    note = Titles((Title("note", "三天前", 0, 60),), cut).at(30)[0]
    middle = note.x + note.planes.width / 2
    assert (middle > 540) == (side == "right")
    assert note.x >= 0
    assert note.x + note.planes.width <= 1080


def solid(placed):
    """Mean opacity of a picture."""
    return 255 - placed.planes.ia.mean()


def test_titles_fade_inside_a_cut_but_not_at_its_ends():
    inside = Titles((Title("note", "Three days ago", 10, 50),), make_cut(60))
    levels = [solid(inside.at(n)[0]) for n in (10, 12, 30, 47, 49)]
    assert levels[0] < levels[1] < levels[2] > levels[3] > levels[4]
    across = Titles((Title("note", "Three days ago", 0, 60),), make_cut(60))
    assert solid(across.at(0)[0]) == solid(across.at(30)[0]) == solid(across.at(59)[0])


@pytest.mark.parametrize("text", ["Ann\nthe heiress", "Ann — the heiress", "Ann, the heiress"])
def test_name_cards_take_name_and_caption_apart(text):
    shown, wanted = (Titles((Title("name", t, 0, 60),), make_cut(60)).at(30)[0]
                     for t in (text, "Ann\nthe heiress"))  # fmt: skip
    assert np.array_equal(shown.planes.y, wanted.planes.y)


def test_a_blank_title_is_left_out():
    assert Titles((Title("note", "  ", 0, 60),), make_cut(60)).at(3) == []


def test_a_machine_without_fonts_is_told_which_package_to_install(tmp_path):
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>")
    code = (
        "from engine.film.fonts import require_fonts\n"
        "from engine.base.errors import EnvironmentFault\n"
        "try:\n require_fonts('zh-CN')\n"
        "except EnvironmentFault as fault:\n print(fault.params['package'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          env={**os.environ, "FONTCONFIG_FILE": str(config)})  # fmt: skip
    assert done.stdout.strip() == "fonts-noto-cjk"


@pytest.mark.parametrize("age", ["child", "elder", "mature", "young"])
@pytest.mark.parametrize("framing", ["medium", "cowboy", "full"])
def test_boxes_of_heads_follow_each_persons_height(framing, age):
    artist = ComicArtist()
    for gender in ("f", "m"):
        rises = []  # of the drawing above its box, in head heights; nobody is lower in close-up
        for size in ("close", framing):
            spec = FigureSpec(Look(3), gender, age, size, 50, 0, "stand", "")
            low = (artist.lowered(spec),)
            cut = make_cut(20, (figure(framing=size),))
            ((head, face),) = heads(cut, 0, 20, low)
            drawn = artist.head(spec, FaceState())
            rises.append((head.top + FRAME_TOP - drawn.y) / (head.bottom - head.top))
        assert rises[1] == pytest.approx(rises[0], abs=0.06)
        for kind, text in (("name", "Evelyn Blackwood"), ("title", "EPISODE 2\nHome")):
            placed = Titles((Title(kind, text, 0, 20),), cut, low).at(10)[0]
            assert not box_of(placed).meet(face).solid
