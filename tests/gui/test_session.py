"""The queue between the window and the engine: nobody waits for ever, whatever happens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.session import Session
from engine.base.errors import UserInputError
from tests.gui.hands import until


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    made = Session()
    yield made
    made.close()


def test_a_bug_is_shown_and_whoever_waits_is_told(session: Session) -> None:
    traces: list[str] = []
    told: list[str] = []
    session.broke.connect(traces.append)
    session.run(lambda: 1 // 0, None, told.append)
    assert until(lambda: traces and told)
    assert "ZeroDivisionError" in traces[0]


def test_a_refusal_names_its_remedy_to_both(session: Session) -> None:
    def act() -> None:
        raise UserInputError("x", "That cannot be.", "Do this.")

    refused: list[str] = []
    told: list[str] = []
    session.refused.connect(refused.append)
    session.run(act, None, told.append)
    assert until(lambda: refused and told)
    assert refused == told == ["That cannot be. Do this."]


def test_answers_come_in_the_order_of_the_questions(session: Session) -> None:
    found: list[int] = []
    for number in range(20):
        session.run(lambda n=number: n, found.append)
    assert until(lambda: len(found) == 20)
    assert found == list(range(20))
