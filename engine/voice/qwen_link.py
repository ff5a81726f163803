"""The studio's end of a voice worker: starts the process, asks, and survives whatever it does.

The worker is a program of another environment: it may die, hang, print what it likes. Each request
is answered, or ends in a fault that names the last lines of the worker's stderr, in bounded time.
The protocol is described in ``qwen_worker/serve.py``.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from engine.base.errors import EnvironmentFault, MakeError
from engine.base.offline import without_keys

PROTOCOL = 1
CANCEL_S = 0.7
"""How long a worker has to answer a cancellation before it is killed."""
_TICK_S = 0.05
_LONGEST_LINE = 1 << 20
_MOST_NOISE = 1000
_TAIL = 12
_REMEDY = "Set it up again: installer/qwen-tts.sh"

Check = Callable[[], None]


class _Died(Exception):
    """The worker is gone, silent for too long, or talks nonsense. Its process has been ended."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds of silence that are borne: until the hello, while a model loads, while it works."""

    hello: float = 60.0
    load: float = 600.0
    work: float = 120.0


class Link:
    """One worker process. Not to be used by two threads at once."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        patience: Patience | None = None,
    ) -> None:
        """command: starts the worker. environment: set on top of this process's own, of which the
        keys of servers are not handed on."""
        self._command = list(command)
        self._environment = {**without_keys(os.environ), **(environment or {})}
        self._patience = patience or Patience()
        self._process: subprocess.Popen[bytes] | None = None
        self._heard: queue.Queue[bytes | None] = queue.Queue()
        self._tail: deque[str] = deque(maxlen=_TAIL)
        self._last = 0
        self.starts = 0

    def ask(self, request: Mapping[str, object], check: Check) -> dict[str, Any]:
        """The answer to a request. A worker that dies is started once more.

        check: called at least every 50 ms; when it raises, the request is cancelled first.

        Raises:
            MakeError: the worker says why it cannot. EnvironmentFault: it cannot be started, speaks
            another protocol, or died twice.
        """
        for turn in (0, 1):
            try:
                if self._process is None:
                    self._start(check)
                return self._asked(request, check, self._patience.work)
            except _Died as exc:
                if turn:
                    raise EnvironmentFault(
                        "worker-died", f"The voice worker failed twice: {exc}{self._said()}.",
                        _REMEDY,
                    ) from exc  # fmt: skip
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Ask the worker to go, and see to it."""
        process = self._process
        if process is None:
            return
        with suppress(OSError):
            self._write({"do": "bye"})
        with suppress(subprocess.TimeoutExpired):
            process.wait(CANCEL_S)
        self._end()

    def _start(self, check: Check) -> None:
        self._heard, self._tail = queue.Queue(), deque(maxlen=_TAIL)
        try:
            process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, env=self._environment, start_new_session=True,
            )  # fmt: skip
        except OSError as exc:
            raise EnvironmentFault(
                "no-worker", f"The voice worker cannot be started: {exc.strerror or exc}.", _REMEDY
            ) from exc
        self._process = process
        self.starts += 1
        assert process.stdout is not None
        assert process.stderr is not None
        for listen, pipe in ((self._listen, process.stdout), (self._keep, process.stderr)):
            target = (self._heard,) if listen is self._listen else (self._tail,)
            threading.Thread(target=listen, args=(pipe, *target), daemon=True).start()
        hello = self._until(lambda m: "hello" in m, check, self._patience.hello)
        if hello.get("protocol") != PROTOCOL:
            self._end()
            raise EnvironmentFault(
                "other-protocol",
                f"The voice worker speaks protocol {hello.get('protocol')}, not {PROTOCOL}.",
                _REMEDY,
            )
        self._asked({"do": "open"}, check, self._patience.load)

    def _asked(self, request: Mapping[str, object], check: Check, quiet_s: float) -> dict[str, Any]:
        self._last += 1
        number = self._last
        try:
            self._write({**request, "id": number})
        except OSError as exc:
            raise self._dead("it is gone") from exc
        try:
            found = self._until(lambda m: _answers(m, number), check, quiet_s)
        except _Died:
            raise
        except BaseException:
            self._cancel(number)
            raise
        if "fault" in found:
            raise _fault(found["fault"])
        if "done" not in found:
            raise self._dead("it gave up by itself")
        done = found["done"]
        return done if isinstance(done, dict) else {}

    def _cancel(self, number: int) -> None:
        """Give the worker a moment to stop by itself, so that its models stay loaded."""
        with suppress(OSError, _Died):
            self._write({"do": "cancel", "id": number})
            end = time.monotonic() + CANCEL_S
            self._until(lambda m: _answers(m, number), lambda: None, CANCEL_S, end)

    def _until(
        self,
        wanted: Callable[[Mapping[str, Any]], bool],
        check: Check,
        quiet_s: float,
        end: float = float("inf"),
    ) -> dict[str, Any]:
        """The next message that is wanted; others only show that the worker lives.

        Raises:
            _Died: it ended, was silent for `quiet_s`, or nothing came before `end`.
        """
        noise, quiet_since = 0, time.monotonic()
        while True:
            check()
            try:
                line = self._heard.get(timeout=_TICK_S)
            except queue.Empty:
                now = time.monotonic()
                if now - quiet_since > quiet_s or now > end:
                    raise self._dead(f"nothing came for {quiet_s:g} s") from None
                continue
            if line is None:
                raise self._dead("it ended")
            message = _message(line)
            if message is None:
                noise += 1
                if noise > _MOST_NOISE or len(line) >= _LONGEST_LINE:
                    raise self._dead("it talks nonsense")
                continue
            if wanted(message):
                return message
            quiet_since = time.monotonic()
            if quiet_since > end:
                raise self._dead("it does not stop")

    def _dead(self, why: str) -> _Died:
        code = self._end()
        return _Died(why if code is None else f"{why} (exit code {code})")

    def _end(self) -> int | None:
        """Kill what is left of the process; its exit code when it had ended by itself."""
        process, self._process = self._process, None
        if process is None:
            return None
        code = process.poll()
        if code is None:
            with suppress(subprocess.TimeoutExpired):
                code = process.wait(_TICK_S)
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        return code

    def _write(self, message: Mapping[str, object]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message).encode("ascii") + b"\n")
        self._process.stdin.flush()

    def _said(self) -> str:
        text = " | ".join(list(self._tail)[-3:])
        return f"; it last said: {text[-400:]}" if text else ""

    @staticmethod
    def _listen(pipe: IO[bytes], heard: queue.Queue[bytes | None]) -> None:
        with pipe:
            while line := pipe.readline(_LONGEST_LINE):
                heard.put(line)
        heard.put(None)

    @staticmethod
    def _keep(pipe: IO[bytes], tail: deque[str]) -> None:
        with pipe:
            while line := pipe.readline(4096):
                if text := line.decode("utf-8", "replace").strip():
                    tail.append(text)


def _message(line: bytes) -> dict[str, Any] | None:
    """A message; None for whatever else got onto the worker's stdout."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    known = isinstance(found, dict) and ("hello" in found or isinstance(found.get("id"), int))
    return found if known else None


def _answers(message: Mapping[str, Any], number: int) -> bool:
    final = "done" in message or "fault" in message or "cancelled" in message
    return final and message.get("id") == number


def _fault(told: object) -> MakeError:
    told = told if isinstance(told, dict) else {}
    return MakeError(
        str(told.get("code", "failed")), f"The voice worker cannot: {told.get('message', '?')}.",
        "Try again, or choose another voice engine.",
    )  # fmt: skip
