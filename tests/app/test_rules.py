"""`rules explain`: every decision as rows that a rule's author can follow."""

from __future__ import annotations

import json
from dataclasses import asdict

from app.cli.parser import parser
from app.cli.rules import explained_text
from engine.editor.cut import cut_episode
from engine.editor.explain import explain_episode
from engine.editor.rules import load_rules
from tests.editor.world import request, with_shot


def test_every_decision_is_a_row_with_its_rule_and_what_it_saw():
    asked = with_shot(request(), "ep03/shot4", overrides=("+rain 40",))
    found = explain_episode(asked, load_rules())
    names = {member.id: member.name for member in asked.document.cast}
    rows = explained_text(asked.episode, found, names)
    cuts = cut_episode(asked, load_rules()).cuts
    assert rows[0].startswith("ep03  The Seal")
    assert f"in {len([c for c in cuts if c.decisions])} cuts" in rows[0]
    timed = [row for row in rows[1:] if row[:6].strip()]
    assert len(timed) == len(found)
    assert any(row.endswith("by hand") and "rain 40" in row for row in timed)
    assert any("“cold open”" in row for row in timed)
    told = "\n".join(rows)
    assert "start and first and action and people > 0  [start=1 first=1 action=1 people=2]" in told
    assert "shows Lena close" in told
    assert any(f"{e.marker} {e.value}" in told for e in found if e.marker)


def test_decisions_are_plain_enough_for_json():
    for item in explain_episode(request(), load_rules()):
        row = json.loads(json.dumps(asdict(item) | {"seen": dict(item.seen)}))
        assert {"at_ms", "cut", "shot", "rule", "action", "marker", "value", "when"} <= set(row)


def test_the_command_takes_a_project_and_an_episode():
    options = parser().parse_args(["rules", "explain", "a.cliff", "9", "--json"])
    assert (options.command, options.doing, options.episode) == ("rules", "explain", "9")
    assert options.json
