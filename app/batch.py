"""Makes and exports one project in a process of its own, as the command line does.

Only for projects that are not open in the window: one project belongs to one process.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from app.presenters.said import said
from widgets.words import t

GRACE_MS = 15_000
"""How long a process that was asked to stop may take before it is ended; it keeps what it made."""
_WRITTEN = re.compile(r"(\d+) files written, (\d+) unchanged")
_HELD = re.compile(r"kept out: ([\d,]+)\.")
_ROOT = Path(__file__).resolve().parents[1]


class Batch(QObject):
    """One process after the other. `told(share, text)` on news; `ended(whole, text)` once."""

    told = Signal(int, str)
    ended = Signal(bool, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._steps: list[list[str]] = []
        self._rest = b""
        self._notes: list[str] = []
        self._faults = ""
        self._stopped = False

    @property
    def running(self) -> bool:
        """Whether a process is at work."""
        return self._process is not None

    def start(self, project: Path, out: Path) -> None:
        """Make what is missing of a project, then export it for its own profiles."""
        self._steps = [
            ["render", str(project), "--json"],
            ["export", str(project), "--out", str(out), "--json"],
        ]
        self._stopped = False
        self._next()

    def stop(self) -> None:
        """Ask the process to stop; `ended` follows."""
        process = self._process
        if process is None or self._stopped:
            return
        self._stopped, self._steps = True, []
        if os.name == "posix":
            os.kill(process.processId(), signal.SIGINT)  # heard as Ctrl-C: whole pieces are kept
        else:
            process.kill()
        QTimer.singleShot(GRACE_MS, process, process.kill)

    def close(self) -> None:
        """At the end of the window: nothing goes on unseen."""
        process, self._process = self._process, None
        if process is None:
            return
        process.blockSignals(True)
        process.kill()
        process.waitForFinished(3000)
        process.deleteLater()

    def _next(self) -> None:
        self._rest, self._notes, self._faults = b"", [], ""
        process = self._process = QProcess(self)
        places = QProcessEnvironment.systemEnvironment()
        known = places.value("PYTHONPATH")
        places.insert("PYTHONPATH", os.pathsep.join(part for part in (str(_ROOT), known) if part))
        process.setProcessEnvironment(places)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._complain)
        process.finished.connect(lambda code, _status: self._finished(code))
        process.errorOccurred.connect(self._unstarted)
        process.start(sys.executable, ["-m", "app", *self._steps.pop(0)])

    def _read(self) -> None:
        if self._process is None:
            return
        *lines, self._rest = (
            self._rest + bytes(self._process.readAllStandardOutput().data())
        ).split(b"\n")  # fmt: skip
        for line in lines:
            try:
                event = json.loads(line)
            except ValueError:
                continue  # a library talks
            if event["kind"] in ("progress", "export"):
                self.told.emit(round(1000 * event["done"] / max(1, event["total"])), _now(event))
            elif event["kind"] in ("note", "failed"):
                self._notes.append(str(event["message"]))

    def _complain(self) -> None:
        if self._process is not None:
            text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
            self._faults = (self._faults + text)[-4000:]

    def _unstarted(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._finished(-1)

    def _finished(self, code: int) -> None:
        process = self._process
        if process is None:
            return
        self._read()
        self._complain()
        self._process = None
        process.deleteLater()
        if self._stopped:
            self.ended.emit(False, t("Stopped; everything finished is kept."))
        elif code == 0 and self._steps:
            self._next()
        else:
            self.ended.emit(code == 0, self._outcome(code))

    def _outcome(self, code: int) -> str:
        notes = "\n".join(self._notes)
        found = []
        if hit := _WRITTEN.search(notes):
            found.append(t("{new} files written, {kept} unchanged.", new=hit[1], kept=hit[2]))
        if hit := _HELD.search(notes):
            numbers = hit[1].replace(",", ", ")
            found.append(t("Kept out by the gate: {numbers}.", numbers=numbers))
            found.append(t("Open the season to see why."))
        if code and not found:
            found.append(_reason(self._faults) or (said(self._notes[-1]) if self._notes else ""))
        return " ".join(part for part in found if part) or t("It broke off without a word.")


def _now(event: dict[str, object]) -> str:
    number = event["episode"]
    if event["stage"] == "export":
        return (t("Writing and looking at episode {n} …", n=number) if number
                else t("Writing what belongs to the season …"))  # fmt: skip
    return t("Making episode {n} …", n=number) if number else t("Making the season …")


def _reason(text: str) -> str:
    """The last line of a complaint without the command's name before it."""
    lines = [line for line in text.splitlines() if re.match(r"(render|export): ", line)]
    return said(lines[-1].partition(": ")[2]) if lines else ""
