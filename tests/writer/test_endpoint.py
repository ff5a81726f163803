"""A server as a writer: what is sent where, what is made of bad answers, and who stands in."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.base.errors import Cancelled, EnvironmentFault, UserInputError
from engine.text.measure import sentences
from engine.writer.commission import commission
from engine.writer.contract import check_season, last_sentence
from engine.writer.dossier import read_premise
from engine.writer.endpoint import EndpointWriter
from engine.writer.endpoint_address import is_near, parse_address, resolve
from engine.writer.endpoint_answers import label_of, read_plan, read_screenplay, readable
from engine.writer.endpoint_http import LARGEST, Server
from engine.writer.season import write_season
from engine.writer.types import Dossier, ModelDraft
from tests.writer import tiny
from tests.writer.loopback import Call, Loopback, loopback, self_signed
from tests.writer.premises import PREMISES

ENGLISH, CHINESE = read_premise(PREMISES[2][0]), read_premise(PREMISES[4][0])
LABELS = {"Clara Bishop": "hero", "Julian Frost": "villain", "Ruth": "ally"}
KEY = "sk-very-secret-0123456789"


def go_on() -> None:
    """Nobody stops the work."""


def fault_of(url: str, key: str = "", timeout_s: float = 20.0) -> EnvironmentFault:
    """What asking a server comes to."""
    with pytest.raises(EnvironmentFault) as told:
        Server(url, key, timeout_s=timeout_s).post("/chat/completions", {"model": "tiny"}, go_on)
    assert told.value.remedy
    assert not key or key not in f"{told.value!r} {told.value} {told.value.__cause__!r}"
    return told.value


def status(number: int, data: bytes = b"{}", **headers: str) -> Callable[[Call], None]:
    return lambda call: call.send(number, data, **headers)


# -- where it may go -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "origin", "path"),
    [
        ("127.0.0.1:11434", "http://127.0.0.1:11434", "/v1"),
        (" http://localhost:8000/v1/ ", "http://localhost:8000", "/v1"),
        ("http://[::1]:8080/v1/chat/completions", "http://[::1]:8080", "/v1"),
        ("https://studio.lan/llm/v1", "https://studio.lan:443", "/llm/v1"),
    ],
)
def test_an_address_is_understood_as_typed(typed: str, origin: str, path: str) -> None:
    found = parse_address(typed)
    assert (found.origin, found.path) == (origin, path)


@pytest.mark.parametrize(
    "typed",
    ["", "ftp://127.0.0.1", "http://", "http://127.0.0.1:notaport", "http://a b", "http://a\x00b",
     f"http://user:{KEY}@127.0.0.1", f"http://127.0.0.1/v1?key={KEY}"],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_repeating_a_key(typed: str) -> None:
    with pytest.raises(UserInputError) as told:
        parse_address(typed)
    assert KEY not in str(told.value)


@pytest.mark.parametrize(
    ("number", "near"),
    [
        ("127.0.0.1", True), ("::1", True), ("10.1.2.3", True), ("192.168.1.20", True),
        ("172.31.0.9", True), ("fd00::5", True), ("::ffff:192.168.0.2", True), ("0.0.0.0", True),
        ("172.32.0.1", False), ("8.8.8.8", False), ("169.254.169.254", False), ("fe80::1%2", False),
        ("2606:4700::1111", False), ("::ffff:8.8.8.8", False), ("100.64.0.1", False),
    ],
)  # fmt: skip
def test_near_is_this_machine_and_private_networks(number: str, near: bool) -> None:
    assert is_near(number) is near


def test_a_premise_leaves_the_network_only_when_that_was_said_and_encrypted() -> None:
    with pytest.raises(UserInputError, match="premise would be sent") as told:
        resolve(parse_address("https://8.8.8.8/v1"))
    assert told.value.code == "endpoint-remote"
    with pytest.raises(UserInputError, match="without encryption"):
        resolve(parse_address("http://8.8.8.8/v1"), allow_remote=True)
    assert resolve(parse_address("https://8.8.8.8/v1"), allow_remote=True) == ("8.8.8.8",)
    with pytest.raises(UserInputError):
        EndpointWriter("https://8.8.8.8/v1", "m", "").models()


def test_an_unknown_name_says_so() -> None:
    with pytest.raises(EnvironmentFault, match="No machine is called"):
        resolve(parse_address("http://no-such-machine.invalid"))


# -- a server that misbehaves ----------------------------------------------------------------------


def test_nobody_there_names_what_to_start() -> None:
    with loopback(status(200)) as server:
        url = server.url
    told = fault_of(url, KEY)
    assert told.code == "endpoint-down"
    assert "ollama serve" in told.remedy


@pytest.mark.parametrize(
    ("number", "code"),
    [(401, "endpoint-key"), (403, "endpoint-key"), (404, "endpoint-unknown"),
     (400, "endpoint-refused"), (422, "endpoint-refused"), (500, "endpoint-error"),
     (503, "endpoint-error"), (302, "endpoint-moved")],
)  # fmt: skip
def test_a_refusal_is_told_without_the_key_that_the_server_repeats(number: int, code: str) -> None:
    echo = json.dumps({"error": f"Incorrect key {KEY}\nprovided"}).encode()
    with loopback(status(number, echo)) as server:
        assert fault_of(server.url, KEY).code == code
        assert server.seen[0].headers["Authorization"] == f"Bearer {KEY}"


def test_a_redirect_is_not_followed() -> None:
    with loopback(status(200)) as other:
        with loopback(status(307, b"", Location=f"{other.url}/v1/chat/completions")) as server:
            fault_of(server.url, KEY)
        assert other.seen == []


def test_no_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with loopback(status(200, b'{"a": 1}')) as server, loopback(status(500)) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        assert Server(server.url).get("/anything", go_on) == {"a": 1}
        assert proxy.seen == []


@pytest.mark.parametrize("data", [b"<html>hello</html>", b"", b"\xff\xfe\x00", b"[" * 90_000])
def test_garbage_is_no_answer(data: bytes) -> None:
    with loopback(status(200, data)) as server:
        assert fault_of(server.url).code == "endpoint-answer"


def test_a_huge_answer_is_refused_by_its_announcement() -> None:
    def huge(call: Call) -> None:
        call.send_response(200)
        call.send_header("Content-Length", str(LARGEST * 500))
        call.end_headers()

    with loopback(huge) as server:
        assert fault_of(server.url).code == "endpoint-large"


def test_an_endless_answer_is_read_to_the_limit_and_no_further() -> None:
    sent = [0]

    def endless(call: Call) -> None:
        call.send_response(200)
        call.end_headers()
        while True:
            call.wfile.write(b" " * 65_536)
            sent[0] += 65_536

    with loopback(endless) as server:
        assert fault_of(server.url).code == "endpoint-large"
        assert server.left.wait(10)
    assert sent[0] < 12 * LARGEST  # what fits into the buffers of both sockets


def test_a_slow_server_is_given_up_though_it_sends_a_little() -> None:
    def slow(call: Call) -> None:
        call.send_response(200)
        call.end_headers()
        while not call.server.over.wait(0.05):
            call.wfile.write(b" ")

    with loopback(slow) as server:
        told = fault_of(server.url, timeout_s=0.5)
    assert told.code == "endpoint-slow"


def test_waiting_stops_when_the_lead_says_so() -> None:
    asked = threading.Event()

    def silent(call: Call) -> None:
        asked.set()
        call.server.over.wait()

    def check() -> None:
        if asked.is_set():
            raise Cancelled

    with loopback(silent) as server, pytest.raises(Cancelled):
        Server(server.url, timeout_s=60).post("/chat/completions", {}, check)


@pytest.mark.parametrize("promised", ["0", "1000", "chunked"])
def test_a_dropped_connection_is_told(promised: str) -> None:
    def drop(call: Call) -> None:
        if promised == "0":
            return
        call.send_response(200)
        if promised == "chunked":
            call.send_header("Transfer-Encoding", "chunked")
        else:
            call.send_header("Content-Length", promised)
        call.end_headers()
        call.wfile.write(b'3e8\r\n{"a": ')

    with loopback(drop) as server:
        assert fault_of(server.url).code == "endpoint-dropped"


def test_encryption_is_trusted_only_with_a_certificate_that_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = self_signed(tmp_path)
    with loopback(status(200, b'{"a": 1}'), certificate=file) as server:
        url = server.url.replace("http:", "https:")
        told = fault_of(url, KEY)
        assert told.code == "endpoint-tls"
        assert server.seen == []
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert Server(url, KEY).get("/anything", go_on) == {"a": 1}


def test_waiting_stops_behind_encryption_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, asked = self_signed(tmp_path), threading.Event()
    monkeypatch.setenv("SSL_CERT_FILE", str(file))

    def silent(call: Call) -> None:
        asked.set()
        call.server.over.wait()

    def check() -> None:
        if asked.is_set():
            raise Cancelled

    with loopback(silent, certificate=file) as server, pytest.raises(Cancelled):
        Server(server.url.replace("http:", "https:"), timeout_s=60).get("/anything", check)


def test_waiting_for_encryption_to_begin_stops_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        looks = iter((False, False, True))

        def check() -> None:
            if next(looks):
                raise Cancelled

        url = f"https://127.0.0.1:{deaf.getsockname()[1]}"
        with pytest.raises(Cancelled):
            Server(url, timeout_s=60).get("/anything", check)


def test_a_key_that_cannot_be_one_is_refused_unrepeated() -> None:
    with pytest.raises(UserInputError) as told:
        Server("127.0.0.1", f"{KEY}\r\nX-Other: 1")
    assert KEY not in f"{told.value!r}"


# -- which model -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offered", "wanted", "chosen"),
    [
        (("llama3.2:latest", "qwen3:8b"), "llama3.2", "llama3.2:latest"),
        (("a", "b"), "b", "b"),
        (("only",), "", "only"),
        ((), "whatever", "whatever"),
    ],
)
def test_the_model_is_found_by_its_name(offered: tuple[str, ...], wanted: str, chosen: str) -> None:
    with loopback(status(500), offered) as server:
        assert EndpointWriter(server.url, wanted, "").choose() == chosen


@pytest.mark.parametrize("wanted", ["llama", ""])
def test_an_unknown_model_is_told_with_what_there_is(wanted: str) -> None:
    with loopback(status(500), ("qwen3:8b", "llama3.2")) as server:
        with pytest.raises(EnvironmentFault, match="model") as told:
            EndpointWriter(server.url, wanted, "").choose()
        assert told.value.code == "endpoint-model"
        assert "qwen3:8b" in str(told.value)


def test_a_server_without_a_list_is_taken_at_the_leads_word() -> None:
    with loopback(status(404), None) as server:
        assert EndpointWriter(server.url, "mine", "").choose() == "mine"


def test_a_key_is_taken_from_where_keys_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIFF_WRITER_KEY", KEY)
    with loopback(status(500)) as server:
        writer = EndpointWriter(server.url, "tiny")
        writer.models()
        assert server.seen[0].headers["Authorization"] == f"Bearer {KEY}"
        assert KEY not in repr(vars(writer))


# -- answers ---------------------------------------------------------------------------------------


def said(who: str, text: str, **more: object) -> dict[str, object]:
    return {"who": who, "to": "Ruth", "emotion": "cold", "intensity": 60, "text": text, **more}


WHOLE = {
    "lines": [said("Clara Bishop", "You came."), said("Ruth", "I had to."),
              said("Clara Bishop", "Then stay.")],
    "cliffhanger": said("Julian Frost", "She is not the one you married."),
}  # fmt: skip


@pytest.mark.parametrize(
    "around",
    [
        "{}", "Here you are:\n```json\n{}\n```\nEnjoy!", "<think>{{\"lines\": []}} hm</think>\n{}",
        '{{"episode": {}}}', "[1, 2] and {}", "\ufeff{}",
    ],
)  # fmt: skip
def test_json_is_found_whatever_stands_around_it(around: str) -> None:
    written, done = read_screenplay(around.format(json.dumps(WHOLE)), LABELS)
    assert [line.text for line in written.lines] == [
        "You came.", "I had to.", "Then stay.", "She is not the one you married.",
    ]  # fmt: skip
    assert [line.speaker for line in written.lines] == ["hero", "ally", "hero", "villain"]
    assert done == ()


def test_half_names_roles_other_fields_and_plain_lines_are_understood() -> None:
    answer = {
        "dialogue": [
            {"speaker": "CLARA", "line": "You came."},
            "Ruth: I had to.",
            {"character": "villain", "dialogue": "Nobody asked you.", "mood": "cold"},
            {"who": "A Stranger", "text": "Who is that?"},
        ],
        "ending": "She is not the one you married.",
    }
    written, done = read_screenplay(json.dumps(answer), LABELS)
    assert [(line.speaker, line.text) for line in written.lines] == [
        ("hero", "You came."),
        ("ally", "I had to."),
        ("villain", "Nobody asked you."),
        ("villain", "She is not the one you married."),
    ]
    assert written.lines[2].emotion == "cold"
    assert any("Who is that?" in note for note in done)
    assert any("who spoke last" in note for note in done)


def test_without_an_ending_the_last_line_is_it() -> None:
    written, done = read_screenplay(json.dumps(WHOLE["lines"]), LABELS)
    assert written.lines[-1].text == "Then stay."
    assert done == ("the last line taken as the ending",)


@pytest.mark.parametrize("answer", ["", "no", "{", "[[[[", '{"lines": 3}', "[" * 50_000, "null"])
def test_what_is_no_screenplay_is_an_empty_one(answer: str) -> None:
    assert read_screenplay(answer, LABELS)[0].lines == ()
    assert read_plan(answer, LABELS, 1) == ()


def test_an_ambiguous_name_is_nobody() -> None:
    both = {"Clara Bishop": "hero", "Clara Frost": "ally"}
    assert label_of("Clara", both) is None
    assert label_of("bishop", both) == "Clara Bishop"
    assert label_of(7, both) is None


def test_the_longest_json_is_meant() -> None:
    assert readable('{"a": 1} then {"b": [1, 2, 3], "c": {}} then []') == {"b": [1, 2, 3], "c": {}}


# -- seasons ---------------------------------------------------------------------------------------


def written(server: Loopback, dossier: Dossier, episodes: int, **options: object) -> ModelDraft:
    """A season by a server, which keeps the contract whatever was answered."""
    told: list[tuple[int, int]] = []
    writer = EndpointWriter(server.url, "tiny", "", **options)
    found = writer.write(
        dossier, episodes=episodes, words=60, seed=3, check=go_on,
        progress=lambda done, whole: told.append((done, whole)),
    )  # fmt: skip
    kept = found.draft.episodes
    assert check_season(kept, dossier.language, 60, dossier.obligations) == ()
    assert told == [(done, episodes + 1) for done in range(episodes + 2)]
    return found


class Good:
    """A model that answers well: fresh lines each time, ending as the prompt's last line asks."""

    def __init__(self, dossier: Dossier, episodes: int) -> None:
        order = commission(dossier, episodes=episodes, words=60, seed=3)
        self.people, self.count = list(order.labels), 0

    def screenplay(self, prompt: str, lines: int = 4) -> dict[str, object]:
        self.count += 1
        planned = prompt.rstrip().rsplit("\n", 1)[-1]
        words = ("river", "window", "letter", "garden", "winter", "silver")
        inner = [
            said(self.people[at % 2], f"The {words[at % 6]} number {self.count} was never {at}.")
            for at in range(lines)
        ]
        return {"lines": inner, "cliffhanger": said(self.people[0], planned)}

    def __call__(self, call: Call) -> None:
        user = call.body["messages"][-1]["content"]
        schema = call.body["response_format"]["json_schema"]["schema"]
        if "episodes" in schema["properties"]:
            count = schema["properties"]["episodes"]["minItems"]
            rows = [
                {"title": f"Turn {self.count}{at}", "beat": f"Somebody opens door {at}.",
                 "secret": "", "reveals": 0, "people": self.people[:3], "cliff": "question",
                 "cliffhanger": f"Who else knows about room {self.count}{at}?"}
                for at in range(count)
            ]  # fmt: skip
            self.count += 1
            call.chat(json.dumps({"episodes": rows}))
        else:
            call.chat(json.dumps(self.screenplay(user)))


def test_good_answers_become_the_season() -> None:
    with loopback(Good(ENGLISH, 6)) as server:
        found = written(server, ENGLISH, 6)
    record = json.loads(found.record)
    assert record["engine"] == "endpoint"
    assert record["model"] == "tiny"
    assert record["format"] == "json_schema"
    assert not any(entry["embedded"] for entry in record["episodes"])
    assert all(entry["asked"] == 1 for entry in record["episodes"])
    assert [entry["cliffhanger"] for entry in record["plan"]] == [
        last_sentence(episode) for episode in found.draft.episodes
    ]
    assert any("Turn" in episode.title for episode in found.draft.episodes)
    assert "river" in found.draft.episodes[0].lines[0].text


def test_too_many_words_are_cut_and_told() -> None:
    good = Good(ENGLISH, 2)

    def wordy(call: Call) -> None:
        schema = call.body["response_format"]["json_schema"]["schema"]
        if "episodes" in schema["properties"]:
            good(call)
        else:
            whole = good.screenplay(call.body["messages"][-1]["content"], 14)
            whole["cliffhanger"]["text"] = whole["cliffhanger"]["text"].rstrip("?.!")
            call.chat(json.dumps(whole))

    with loopback(wordy) as server:
        found = written(server, ENGLISH, 2)
    for entry in json.loads(found.record)["episodes"]:
        assert not entry["embedded"]
        assert any(repair.startswith("left out") for repair in entry["repairs"])
        assert any(repair.startswith("closed") for repair in entry["repairs"])


def test_candidates_are_weighed_and_all_scores_kept() -> None:
    with loopback(Good(ENGLISH, 2)) as server:
        found = written(server, ENGLISH, 2, candidates=3)
    for entry in json.loads(found.record)["episodes"]:
        assert len(entry["scores"]) == entry["asked"] == 3
        best = max(score["total"] for score in entry["scores"])
        assert entry["scores"][entry["chosen"]]["total"] == best


def test_what_a_server_refuses_is_not_asked_for_again() -> None:
    good = Good(ENGLISH, 2)
    forms: list[str] = []

    def old(call: Call) -> None:
        forms.append(call.body.get("response_format", {}).get("type", "text"))
        if forms[-1] != "text":
            call.send(400, b'{"error": "unknown field response_format"}')
        elif "episodes" in call.body["messages"][0]["content"]:
            call.chat("I would rather not.")
        else:
            call.chat(f"Sure!\n{json.dumps(good.screenplay(call.body['messages'][-1]['content']))}")

    with loopback(old) as server:
        record = json.loads(written(server, ENGLISH, 2).record)
    assert forms[:3] == ["json_schema", "json_object", "text"]
    assert set(forms[2:]) == {"text"}
    assert record["format"] == "text"
    assert record["plan_problems"] == ["episodes 1 to 2: no plan"] * 3
    assert not any(entry["embedded"] for entry in record["episodes"])


def test_an_episode_that_never_comes_is_the_embedded_one() -> None:
    good = Good(ENGLISH, 3)

    def partly(call: Call) -> None:
        user = call.body["messages"][-1]["content"]
        if "Write episode 2 of" in user:
            call.chat('{"lines": [], "cliffhanger": null}')
        else:
            good(call)

    with loopback(partly) as server:
        found = written(server, ENGLISH, 3, retries=1)
    entries = json.loads(found.record)["episodes"]
    assert [entry["embedded"] for entry in entries] == [False, True, False]
    assert entries[1]["asked"] == 2
    assert entries[1]["problems"]
    own = write_season(ENGLISH, episodes=3, seed=3).episodes[1]
    assert [line.text for line in found.draft.episodes[1].lines] == [x.text for x in own.lines]


def test_a_server_that_stumbles_is_asked_again() -> None:
    good, calls = Good(ENGLISH, 2), [0]

    def stumbling(call: Call) -> None:
        calls[0] += 1
        if calls[0] % 3 == 1:
            call.send(503, b"loading")
        elif calls[0] % 3 == 2:
            call.close_connection = True
        else:
            good(call)

    with loopback(stumbling) as server:
        record = json.loads(written(server, ENGLISH, 2).record)
    assert [entry["asked"] for entry in record["episodes"]] == [3, 3]
    assert not any(entry["embedded"] for entry in record["episodes"])
    assert any("503" in problem for problem in record["episodes"][0]["problems"])


def test_a_server_that_stops_answering_is_given_up() -> None:
    with loopback(status(500)) as server:
        with pytest.raises(EnvironmentFault) as told:
            written(server, ENGLISH, 8, retries=0)
        assert told.value.code == "endpoint-error"
        assert len(server.seen) < 8


def test_a_wrong_key_stops_at_once() -> None:
    with loopback(status(401)) as server:
        with pytest.raises(EnvironmentFault) as told:
            written(server, ENGLISH, 2)
        assert told.value.code == "endpoint-key"
        assert len([call for call in server.seen if call.command == "POST"]) == 1


def test_another_language_is_not_taken() -> None:
    good = Good(ENGLISH, 2)

    def chinese(call: Call) -> None:
        schema = call.body["response_format"]["json_schema"]["schema"]
        if "episodes" in schema["properties"]:
            good(call)
            return
        lines = [said(good.people[at % 2], f"第{at}次，你为什么要来这里？") for at in range(3)]
        call.chat(json.dumps({"lines": lines, "cliffhanger": said(good.people[0], "她是谁？")}))

    with loopback(chinese) as server:
        entries = json.loads(written(server, ENGLISH, 2, retries=0).record)["episodes"]
    assert all(entry["embedded"] for entry in entries)
    assert all(entry["problems"] == ["in another language"] for entry in entries)


def test_cancelling_gets_through() -> None:
    begun = threading.Event()

    def silent(call: Call) -> None:
        begun.set()
        call.server.over.wait()

    def check() -> None:
        if begun.is_set():
            raise Cancelled

    with loopback(silent) as server, pytest.raises(Cancelled):
        EndpointWriter(server.url, "tiny", "").write(
            ENGLISH, episodes=2, words=60, seed=1, check=check, progress=lambda *_: None
        )


# -- a real server with a real model ---------------------------------------------------------------


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a process that serves a tiny model of random weights."""
    folder = tiny.llama(tmp_path_factory.mktemp("served"))
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.writer.serving", str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
    process.stdin.close()
    process.stdout.close()
    assert process.wait(30) == 0


@pytest.mark.parametrize("dossier", [ENGLISH, CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize("model", ["noise", "shaped"])
def test_random_weights_still_give_a_season(served: str, model: str, dossier: Dossier) -> None:
    writer = EndpointWriter(served, model, "", retries=1)
    assert writer.models() == ("noise", "shaped")
    found = writer.write(
        dossier, episodes=2, words=60, seed=4, check=go_on, progress=lambda *_: None
    )
    episodes = found.draft.episodes
    assert check_season(episodes, dossier.language, 60, dossier.obligations) == ()
    for episode in episodes:
        assert len(sentences(episode.lines[-1].text)) >= 1
    record = json.loads(found.record)
    assert record["tokens"] > 0
    assert record["format"] == ("text" if model == "noise" else "json_schema")
    assert record["plan_mends"]
    for entry in record["episodes"]:
        assert entry["problems"] or entry["repairs"] or entry["understood"]
    if model == "noise":
        assert all(entry["embedded"] and entry["problems"] for entry in record["episodes"])
