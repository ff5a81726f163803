"""Timeline, preview and inspector: what is seen when, and why."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QMenu

from app import commands
from app.context import Context
from app.player import Player
from app.presenters import timeline as present
from app.presenters.inspector import cut_of
from app.presenters.shown import part_of
from app.reels import reel_of
from engine.editor.codec import cutlist_from_json
from engine.editor.grammar import CAMERA, OVERLAYS
from engine.editor.types import FPS, CutList
from engine.series.document import FRAMINGS, Episode
from engine.series.takes import Slot
from widgets.pictures import read
from widgets.preview import PreviewPanel
from widgets.timeline import TimelinePanel
from widgets.words import t

STILL_WIDE = 160


class CuttingDesk(QObject):
    """Keeps playhead, timeline and selection together."""

    def __init__(
        self, context: Context, panel: TimelinePanel, screen: PreviewPanel, player: Player
    ) -> None:
        super().__init__()
        self._context, self._panel, self._screen = context, panel, screen
        self.player = player
        self._final = True
        self._cuts: CutList | None = None
        self._cuts_file = ""
        self._starts: tuple[int, ...] = ()
        self._stills: dict[str, str] = {}
        self._asked: set[str] = set()
        self._connect()

    def _connect(self) -> None:
        context, panel, screen, player = self._context, self._panel, self._screen, self.player
        panel.selected.connect(self._select)
        panel.opened.connect(self._open)
        panel.sought.connect(player.seek)
        panel.trimmed.connect(self._trim)
        panel.menu_asked.connect(self._menu)
        panel.muted.connect(self._mute)
        screen.asked.connect(self.transport)
        screen.sought.connect(player.seek)
        screen.scrubbing.connect(player.scrub)
        player.framed.connect(self._framed)
        player.moved.connect(self._moved)
        player.state_changed.connect(self._state)
        player.still_ready.connect(self._still)
        player.faulted.connect(lambda text: context.say(text, "failed"))
        context.looked.connect(self.refresh)
        context.episode_changed.connect(self._episode_changed)
        context.subject_changed.connect(self._subject_changed)
        context.time_asked.connect(lambda ms: player.seek(round(ms * FPS / 1000)))
        context.hear_asked.connect(self.hear)
        context.picture_asked.connect(self._look_at)

    # -- showing ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the look: the newest cut and whatever of it is made."""
        shown, episode = self._context.shown, self._context.episode
        if shown is None or episode is None:
            return
        file = shown.file(Slot(episode.id, "cut"))
        if file != self._cuts_file:
            self._cuts_file = file
            self._cuts = cutlist_from_json(Path(file).read_text("utf-8")) if file else None
            self._starts = present.cut_starts(self._cuts) if self._cuts else ()
        view = present.timeline(shown, episode, self._cuts, self._stills)
        self._panel.show_view(view)
        reel = reel_of(shown, episode, self._final)
        if self.player.load(reel, self._cuts.frames if self._cuts else 0):
            self._asked.clear()  # a new reel forgets what stills were asked of the old one
        self._screen.scrubber.cuts = self._starts
        if reel is None:
            self._screen.picture.show_note(t("The voices of this episode are being spoken.\n"
                                             "It can be watched in a moment."))  # fmt: skip
        self._moved(self.player.frame)
        self._ask_stills(episode)

    def _ask_stills(self, episode: Episode) -> None:
        """Small pictures of shots that are not made yet."""
        shown = self._context.shown
        if self._cuts is None or shown is None:
            return
        for cut in self._cuts.cuts:
            slot = Slot(f"{episode.id}/{cut.id}", "segment")
            key = f"{self._cuts_file}:{cut.id}"
            known = shown.file(slot, "still") or cut.id in self._stills
            if not known and key not in self._asked:
                self._asked.add(key)
                self.player.still(cut.id, cut.frames // 2, STILL_WIDE)

    def _still(self, cut: str, image: QImage) -> None:
        engine = self._context.session.engine
        if engine is None:
            return
        folder = engine.folder / "cache" / "stills"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{abs(hash((self._cuts_file, cut)))}.jpg"
        writer = QImageWriter(str(file))
        writer.setQuality(85)
        writer.write(image)
        self._stills[cut] = str(file)
        self.refresh()

    def _episode_changed(self) -> None:
        self._stills = {}
        self._cuts_file = ""
        self.refresh()

    def _framed(self, image: QImage, final: bool) -> None:
        self._screen.picture.badge = "" if final else t("Draft")
        self._screen.picture.compared = ""
        self._screen.picture.show_image(image)

    def _look_at(self, file: str, letter: str) -> None:
        """A take's own picture, until the playhead moves."""
        self.player.pause()
        image = read(file, 2 * STILL_WIDE * 2)
        if not image.isNull():
            self._screen.picture.compared, self._screen.picture.badge = letter, t("Take")
            self._screen.picture.show_image(image)

    def _moved(self, frame: int) -> None:
        self._panel.set_playhead(frame)
        found = present.cut_at(self._cuts, frame) if self._cuts else None
        episode = self._context.episode
        words = part_of(episode, found[1].id) if found and episode else ""
        self._screen.show_state(frame, self.player.frames, FPS, words[:1].upper() + words[1:])
        if found and episode and self._context.shown is not None:
            slot = Slot(f"{episode.id}/{found[1].id}", "segment")
            self._screen.picture.state = self._context.shown.state(slot)

    def _state(self) -> None:
        self._screen.show_playing(self.player.playing, self.player.speed)
        self._screen.show_muted(self.player.sound.muted)
        self._screen.show_loop(self.player.loop)

    # -- the transport ----------------------------------------------------------------------------

    def transport(self, verb: str) -> None:
        """What a button or key of the preview asks."""
        player = self.player
        name, _, value = verb.partition(":")
        acts: dict[str, Callable[[], None]] = {
            "play": player.toggle,
            "pause": player.pause,
            "back": lambda: self._step(-1),
            "forward": lambda: self._step(1),
            "prev": lambda: self._jump(-1),
            "next": lambda: self._jump(1),
            "first": lambda: player.seek(0),
            "last": lambda: player.seek(player.frames - 1),
            "slower": lambda: player.shuttle(-1),
            "faster": lambda: player.shuttle(1),
            "loop": self._loop,
            "safe": self._screen.next_safe,
            "mute": lambda: player.mute(value, value not in player.sound.muted),
            "draft": lambda: self._quality(False),
            "final": lambda: self._quality(True),
        }
        acts[name]()

    def _step(self, frames: int) -> None:
        self.player.pause()
        self.player.seek(self.player.frame + frames)

    def _jump(self, step: int) -> None:
        frame = self.player.frame
        before = [s for s in self._starts if s < frame]
        after = [s for s in self._starts if s > frame]
        if step < 0:
            self.player.seek(before[-1] if before else 0)
        elif after:
            self.player.seek(after[0])

    def _loop(self) -> None:
        player = self.player
        found = present.cut_at(self._cuts, player.frame) if self._cuts else None
        if player.loop is not None or found is None:
            player.loop = None
        else:
            player.loop = (found[0], found[0] + found[1].frames)
        self._state()

    def toggle_quality(self) -> None:
        """Between finished pictures and the draft."""
        self._quality(not self._final)

    def _quality(self, final: bool) -> None:
        self._final = final
        self._screen.quality.choose("final" if final else "draft")
        self.refresh()

    def _mute(self, track: str, on: bool) -> None:
        self.player.mute(track, on)

    def hear(self, file: Path) -> None:
        """Play one recording."""
        if not self.player.audition(file):
            self._context.say(t("This recording cannot be played."), "failed")
        elif self.player.sound.missing:
            self._context.say(t("No sound device was found: the preview plays in silence."))

    # -- selection --------------------------------------------------------------------------------

    def _subject_changed(self) -> None:
        id = self._context.subject.id
        self._panel.select(id)
        first = self._first_frame(id)
        if first is not None and not self.player.playing:
            self.player.seek(first)

    def _first_frame(self, id: str) -> int | None:
        """Where a line, a shot or a cut begins."""
        if self._cuts is None or not id.startswith(f"{self._context.episode_id}/"):
            return None
        for line in self._cuts.lines:
            if line.line == id:
                return round(line.first_ms * FPS / 1000)
        for cut, start in zip(self._cuts.cuts, self._starts, strict=True):
            if id in (cut.shot, f"{self._context.episode_id}/{cut.id}"):
                return start
        return None

    def _select(self, id: str) -> None:
        """A clip of the timeline; cues and sounds stand for the shot they lie in."""
        if id.startswith(("cue", "sound")):
            index = int(id.lstrip("cuesond"))
            cuts = self._cuts
            if cuts is not None:
                at = (cuts.subtitles[index].start_ms if id.startswith("cue")
                      else cuts.sounds[index].at_ms)  # fmt: skip
                found = present.cut_at(cuts, round(at * FPS / 1000))
                if found is not None:
                    self._context.choose(f"{self._context.episode_id}/{found[1].id}")
            return
        self._context.choose(id)

    def _open(self, id: str) -> None:
        if "/line" in id and "." not in id:
            self._context.line_asked.emit(id)
        else:
            self._select(id)

    # -- cutting ----------------------------------------------------------------------------------

    def _trim(self, cut: str, frames: int) -> None:
        shown, episode = self._context.shown, self._context.episode
        if shown is None or episode is None or not frames:
            return
        _, shot = cut_of(shown, episode, cut)
        if shot is not None:
            self._context.edit(commands.trim(shot.id, frames))

    def _menu(self, id: str, at: QPoint) -> None:
        shown, episode = self._context.shown, self._context.episode
        if shown is None or episode is None:
            return
        self._select(id)
        _, shot = cut_of(shown, episode, self._context.subject.id)
        if shot is None:
            return
        menu = QMenu(self._panel)
        for name, field, values in (
            (t("Framing"), "framing", FRAMINGS), (t("Camera"), "override:camera", CAMERA),
            (t("Effect"), "override:effect", OVERLAYS),
        ):  # fmt: skip
            inner = menu.addMenu(name)
            for value in values:
                build = commands.set_property(shot.id, field, value)
                inner.addAction(t(value), partial(self._context.edit, build))
        menu.addSeparator()
        back = menu.addAction(
            t("Give the shot back to the rules"), lambda: self._give_back(shot.id)
        )
        back.setEnabled(commands.by_hand(shot))
        view = shown.look.plan.cuts.get(episode.id)
        for cut in view.cuts.cuts if view else ():
            if f"{episode.id}/{cut.id}" == self._context.subject.id:
                menu.addSection(t("Why it is cut like this"))
                for decision in cut.decisions:
                    text = present.decision_words(decision.rule, decision.action)
                    menu.addAction(text).setEnabled(False)
        menu.popup(at)

    def _give_back(self, shot: str) -> None:
        self._context.edit(commands.give_back(shot))
