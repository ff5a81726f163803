"""``voices clone``: a recording, with the consent of the person heard, becomes a voice."""

from __future__ import annotations

import argparse
import getpass
import json
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from engine.base.errors import UserInputError


def add_parser(doing: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What can be typed after ``voices clone``."""
    clone = doing.add_parser(
        "clone", help="let a member speak in a recorded voice, with consent",
        description="Shows what the person heard agrees to. Nothing is cloned without --agree.",
    )  # fmt: skip
    clone.add_argument("project")
    clone.add_argument("member", metavar="cast/hero")
    clone.add_argument("file", help="4 to 20 s of one person speaking")
    clone.add_argument("--heard", metavar="NAME", help="who is heard (default: this account)")
    clone.add_argument("--relation", default="self", metavar="self",
                       help="of that person to you: self, actor, friend ...")  # fmt: skip
    clone.add_argument("--evidence", metavar="FILE",
                       help="the written or spoken consent of somebody else")  # fmt: skip
    clone.add_argument("--means", choices=("own-voice", "written", "recorded"),
                       default="own-voice", help="how consent was given")  # fmt: skip
    clone.add_argument("--agree", action="store_true", help="the statement that is shown holds")


def clone(options: Namespace) -> int:
    """Bring a recording with its consent. Raises UserInputError with what is missing."""
    from engine.api import Engine
    from engine.base.canon import exact, file_digest
    from engine.base.codec import encode
    from engine.series.address import normal
    from engine.series.takes import Slot
    from engine.voice.consent import STATEMENTS, Consent, checked

    with Engine.open(Path(options.project)) as engine:
        series, slot = engine.document.series, Slot(normal(options.member), "reference")
        statement = STATEMENTS["zh" if series.language.startswith("zh") else "en"]
        print(f"{statement}\n({series.title})")
        if not options.agree:
            raise UserInputError(
                "no-consent", "Nobody has agreed to this.", "If it holds, say so with --agree."
            )
        evidence = Path(options.evidence) if options.evidence else None
        if evidence is not None and not evidence.is_file():
            raise UserInputError("no-file", f"{evidence} is not a file.", "Name a readable file.")
        consent = Consent(
            speaker=options.heard or getpass.getuser(), relation=options.relation,
            statement=statement, given_at=datetime.now(UTC).isoformat(timespec="seconds"),
            means=options.means, scope=series.title, recorded_by=getpass.getuser(),
            evidence_sha256=file_digest(evidence) if evidence else "",
        )  # fmt: skip
        checked(json.loads(exact(encode(consent))))
        stale = engine.pin_file(slot, Path(options.file), exact({"consent": encode(consent)}))
    print("\n".join(map(str, stale)))
    return 0
