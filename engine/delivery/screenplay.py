"""The season as a screenplay: Fountain (https://fountain.io/syntax) and PDF.

Fountain knows headings by INT. and EXT. and speakers by a leading ``@``, which also works for
names without capitals; whatever in a line could be markup is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import skia

from engine.base.errors import MakeError
from engine.delivery.orders import Order
from engine.delivery.scripts import Script, script_of
from engine.film.fonts import collection, families, require_glyphs
from engine.series.document import Episode

_MARKUP = re.compile(r"([*_\\])")
_STARTS = ("!", "@", "#", ".", ">", "~", "=", "(")
_PAGE = (595, 842)  # A4 in points
_TOP, _BOTTOM, _SIZE, _LINE = 64, 64, 11, 15


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph of a screenplay. kind: episode, heading, action, speaker, aside or speech."""

    kind: str
    text: str


def screenplay(order: Order, folder: Path) -> None:
    """``screenplay.fountain`` and ``screenplay.pdf``."""
    script = script_of(order)
    fountain_file, pdf_file = (folder / name for name in order.files)
    fountain_file.write_text(fountain(script), "utf-8")
    _Pdf(script, pdf_file, order.aigc).write()


def pieces(script: Script, episode: Episode) -> Iterator[Piece]:
    """An episode as paragraphs in order: every line of the script, once."""
    lines = {line.id: line for line in episode.lines}
    number = script.words()["episode"].format(n=episode.number)
    yield Piece("episode", f"{number} · {episode.title}" if episode.title else number)
    for scene in episode.scenes:
        yield Piece("heading", script.heading(scene))
        for shot in scene.shots:
            if shot.action:
                yield Piece("action", shot.action)
            for caption in shot.captions:
                yield Piece("action", f"[{caption.text.replace(' | ', ', ')}]")
            line = lines.get(shot.line)
            if line is not None:
                yield Piece("speaker", script.cast[line.speaker].name)
                if line.direction:
                    yield Piece("aside", f"({line.direction})")
                yield Piece("speech", line.text)


def fountain(script: Script) -> str:
    """The season as Fountain. The title page comes first; a section begins each episode."""
    series, words = script.series, script.words()
    head = [
        f"Title: {_one(series.title)}",
        f"Credit: {words['series']}",
        f"Author: {_one(series.producer)}",
        f"Source: {_one(series.logline or series.premise)}",
    ]
    body: list[str] = []
    for episode in script.episodes:
        for piece in pieces(script, episode):
            text = _MARKUP.sub(r"\\\1", _one(piece.text))
            match piece.kind:
                case "episode":
                    body += ["", f"# {text}", ""]
                case "heading":
                    body += ["", text, ""]
                case "speaker":
                    body += ["", f"@{text}"]
                case "aside":
                    body.append(text)
                case "speech":
                    body += [text, ""]
                case _:
                    body += ["", f"!{text}" if text.startswith(_STARTS) else text, ""]
        body += ["", f"> {words['cliff']} <", ""]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(body)).strip()
    return "\n".join(head) + "\n\n" + text + "\n"


def _one(text: str) -> str:
    return " ".join(text.split())


_LOOK = {
    "episode": (56, 56, True, 16), "heading": (56, 56, True, 12), "action": (56, 56, False, 6),
    "speaker": (220, 56, True, 8), "aside": (190, 140, False, 0), "speech": (150, 110, False, 0),
}  # fmt: skip
"""By kind: left and right margin in points, bold, space above in points."""


class _Pdf:
    """Pages set line by line; a speaker never stands alone at the foot of a page."""

    def __init__(self, script: Script, file: Path, record: str) -> None:
        self._script, self._file, self._record = script, file, record

    def write(self) -> None:
        stream = skia.FILEWStream(str(self._file))
        about = skia.PDF.Metadata()
        about.fTitle = self._script.series.title
        about.fAuthor = self._script.series.producer
        about.fCreator = "Cliffhanger Studio"
        if self._record:
            about.fKeywords = f"AIGC={self._record}"
        document = skia.PDF.MakeDocument(stream, about)
        if document is None:
            raise MakeError("no-pdf", "The PDF could not be begun.", "Free some disk space.")
        for page in self._pages():
            with document.page(*_PAGE) as canvas:
                for paragraph, x, y in page:
                    paragraph.paint(canvas, x, y)
        document.close()
        stream.flush()

    def _pages(self) -> Iterator[list[tuple[skia.textlayout.Paragraph, float, float]]]:
        page: list[tuple[skia.textlayout.Paragraph, float, float]] = []
        y, first = float(_TOP), True
        for episode in self._script.episodes:
            for piece in pieces(self._script, episode):
                left, right, bold, above = _LOOK[piece.kind]
                laid = _laid(piece.text, bold, _PAGE[0] - left - right, _SIZE)
                needed = above + laid.Height + (3 * _LINE if piece.kind != "speech" else 0)
                new_episode = piece.kind == "episode" and not first
                if y + needed > _PAGE[1] - _BOTTOM or new_episode:
                    yield page
                    page, y = [], float(_TOP)
                y += above
                page.append((laid, float(left), y))
                y += laid.Height
                first = False
        yield page


def _laid(text: str, bold: bool, width: int, size: int) -> skia.textlayout.Paragraph:
    require_glyphs(text)
    layout = skia.textlayout
    builder = layout.ParagraphBuilder(
        layout.ParagraphStyle(), collection(), skia.Unicodes.ICU.Make()
    )
    style = layout.TextStyle()
    style.setFontSize(size)
    style.setFontFamilies(list(families()))
    style.setFontStyle(skia.FontStyle.Bold() if bold else skia.FontStyle.Normal())
    style.setHeight(_LINE / size)
    style.setHeightOverride(True)
    style.setForegroundPaint(skia.Paint(AntiAlias=True, Color=0xFF101010))
    builder.pushStyle(style)
    builder.addText(text)
    found = builder.Build()
    found.layout(float(width))
    return found
