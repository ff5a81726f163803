"""What can be typed. Knows no engine, so that ``--help`` answers at once."""

from __future__ import annotations

import argparse

from app.cli.models import add_parser as add_models
from app.cli.voices import add_parser as add_voices

DESCRIPTION = """Cliffhanger Studio turns one paragraph into a finished season of vertical
micro-drama, on this machine, with no model and no network.

The first thing to try:
  make "a CEO's secret daughter is kidnapped by her father's rival" --out my-season
"""


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    top = argparse.ArgumentParser(
        prog="cliffhanger-studio", description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _making(commands)
    _changing(commands)
    _looking(commands)
    _judging(commands)
    add_voices(commands)
    add_models(commands)
    return top


def _making(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    make = commands.add_parser("make", help="write, speak, draw, cut and export a season")
    make.add_argument("premise", metavar="PREMISE|FILE")
    make.add_argument("--out", metavar="DIR", help="folder of the finished season")
    make.add_argument("--project", metavar="DIR.cliff", help="where the project is kept")
    _writing(make)
    make.add_argument("--quality", choices=("final", "draft"), default="final")
    make.add_argument("--only", metavar="1,3-5", help="make these episodes only")
    make.add_argument(
        "--profiles", metavar="douyin,tiktok|all", help="for which platforms (default: universal)"
    )
    _release(make)
    _output(make)
    write = commands.add_parser("write", help="write the arc and the scripts only")
    write.add_argument("premise", metavar="PREMISE|FILE", nargs="?")
    _writing(write)
    write.add_argument("--dossier", metavar="FILE", help="a corrected reading of the premise")
    write.add_argument("--print", choices=("text", "json"), default="text", dest="form")
    write.add_argument("--project", metavar="DIR.cliff", help="keep the result as a project")
    dossier = commands.add_parser("dossier", help="show how the premise is understood, as JSON")
    dossier.add_argument("premise", metavar="PREMISE|FILE")
    dossier.add_argument("--language", default="auto", metavar="auto|en|zh-CN|hi|pt-BR")
    dossier.add_argument("--seed", type=int, default=1)
    render = commands.add_parser("render", help="make what is missing in a project")
    render.add_argument("project")
    render.add_argument("--only", metavar="1,3-5")
    _output(render)
    export = commands.add_parser("export", help="write the finished episodes to a folder")
    export.add_argument("project")
    export.add_argument("--out", required=True, metavar="DIR")
    export.add_argument(
        "--profiles", metavar="douyin,tiktok|all",
        help="for which platforms; becomes the series' own choice (default: that)",
    )  # fmt: skip
    export.add_argument("--only", metavar="1,3-5", help="write these episodes only")
    export.add_argument("--force", action="store_true", help="export against the contract")
    _release(export)
    _output(export)


def _release(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--release", metavar="1,3-5", help="send these out although the gate found something"
    )


def _writing(command: argparse.ArgumentParser) -> None:
    command.add_argument("--episodes", type=int, default=20, metavar="20")
    command.add_argument("--words", type=int, default=60, metavar="60")
    command.add_argument("--language", default="auto", metavar="auto|en|zh-CN|hi|pt-BR")
    command.add_argument("--seed", type=int, default=1, metavar="N")
    for role, embedded in (("writer", "planner"), ("speaker", "espeak"), ("artist", "comic")):
        command.add_argument(
            f"--{role}", metavar=embedded,
            help=f"engine of the {role}; `models list` shows what there is",
        )  # fmt: skip
    command.add_argument("--candidates", type=int, default=4, metavar="N",
                         help="drafts of each episode that a model chooses among")  # fmt: skip


def _output(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="one JSON event a line")
    command.add_argument("--workers", type=int, metavar="N", help="processes (default: cores)")


def _changing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    edit = commands.add_parser("edit", help='change a field: edit P ep03/line2 text="..."')
    edit.add_argument("project")
    edit.add_argument("address", metavar="ep03/line2")
    edit.add_argument("values", nargs="+", metavar="field=value")
    pin = commands.add_parser("pin", help="use this file or take in a slot")
    pin.add_argument("project")
    pin.add_argument("slot", metavar="ep03/line2:speech")
    pin.add_argument("what", metavar="FILE|TAKE")
    for name, text in (
        ("unpin", "back to automatic"),
        ("take", "ask for another take of a slot"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("project")
        command.add_argument("slot", metavar="ep03/line2:speech")
    for name, text in (("undo", "take the last edit back"), ("redo", "do it again")):
        commands.add_parser(name, help=text).add_argument("project")
    restore = commands.add_parser("restore", help="put a backup of the project in place")
    restore.add_argument("project")
    restore.add_argument("backup")


def _looking(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    status = commands.add_parser("status", help="the state of every slot")
    status.add_argument("project")
    status.add_argument("--json", action="store_true")
    for name, text in (
        ("explain", "why a slot is out of date"),
        ("takes", "all takes of a slot"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("project")
        command.add_argument("slot", metavar="ep03/line2:speech")
    rules = commands.add_parser("rules", help="why an episode is cut as it is")
    doing = rules.add_subparsers(dest="doing", metavar="WHAT", required=True)
    explain = doing.add_parser("explain", help="every decision with rule, marker and value")
    explain.add_argument("project")
    explain.add_argument("episode", metavar="3|ep03")
    explain.add_argument("--json", action="store_true", help="one JSON object a decision")
    commands.add_parser("verify", help="check every file and rule of a project").add_argument(
        "project"
    )


def _judging(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    top = commands.add_parser("insight", help="a script in figures")
    doing = top.add_subparsers(dest="doing", metavar="WHAT", required=True)
    script = doing.add_parser(
        "script", help="coverage, causes, repetition, cliffhangers, tension of scripts",
        description="Measures scripts, whoever wrote them: projects, exported seasons (folder or"
        " series.json), what `write --print json` prints, or text with one line each"
        ' ("1. Title", then "NAME: words"). Several are also compared with each other.',
    )  # fmt: skip
    script.add_argument("scripts", nargs="+", metavar="PROJECT|FILE")
    script.add_argument("--premise", metavar="TEXT|FILE", help="of a script typed as text")
    script.add_argument("--json", action="store_true", help="as JSON")
