"""Signed manifests: valid as written, invalid after one flipped byte, gone after a remux."""

from __future__ import annotations

import dataclasses
import datetime
import os
import stat
from pathlib import Path

import pytest
from cryptography import x509

from engine.base.errors import EnvironmentFault, StudioError
from engine.delivery.credentials import (
    COMPOSITE,
    GENERATED,
    Identity,
    identity,
    manifest_of,
    read_credentials,
    self_made,
    sign,
)
from engine.delivery.export import Wish
from engine.delivery.season import Version
from engine.delivery.verify import verify
from engine.film.joiner import join
from tests.delivery.test_marks import RECORD, plain
from tests.delivery.world import Store, finished, season, write

TOLD = manifest_of("The Seal 01", GENERATED, (("ep01/line1:speech", "t1", "audio/wav"),), "1.0")


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    return identity(tmp_path_factory.mktemp("signing"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("media"))


@pytest.fixture
def film(store: Store, tmp_path: Path) -> Path:
    file = tmp_path / "film.mp4"
    join([store.video(20)], store.aac(), file, {"AIGC": RECORD})
    return file


def state(file: Path) -> str:
    return read_credentials([file])[file][0]


@pytest.mark.parametrize("kind", ["wav", "png", "jpg"])
def test_a_signed_file_is_valid_until_a_byte_changes(
    kind: str, signer: Identity, tmp_path: Path
) -> None:
    file = plain(tmp_path, kind)
    assert state(file) == "Missing"
    sign(file, TOLD, signer)
    assert state(file) == "Valid"
    data = bytearray(file.read_bytes())
    data[-3] ^= 1
    file.write_bytes(data)
    assert state(file) == "Invalid"


def test_a_signed_film_keeps_its_record_and_shows_tampering(film: Path, signer: Identity) -> None:
    sign(film, TOLD, signer)
    assert verify(film).problems == ()
    data = bytearray(film.read_bytes())
    at = data.rindex(b"mdat") + 40
    data[at] ^= 1
    film.write_bytes(data)
    (problem,) = verify(film).problems
    assert problem.check == "credentials"
    assert "bmffHash" in problem.text


def test_a_remuxed_film_has_lost_its_credentials(
    film: Path, signer: Identity, store: Store, tmp_path: Path
) -> None:
    sign(film, TOLD, signer)
    again = tmp_path / "again.mp4"
    join([film], film, again, {"AIGC": RECORD})
    assert state(again) == "Missing"
    assert [p.check for p in verify(again).problems] == ["credentials"]


def test_a_failed_signing_leaves_the_file_as_it_was(film: Path, tmp_path: Path) -> None:
    before = film.read_bytes()
    (tmp_path / "chain.pem").write_text("no certificate")
    (tmp_path / "key.pem").write_text("no key")
    with pytest.raises(EnvironmentFault, match="certificate"):
        sign(film, TOLD, identity(tmp_path))
    assert film.read_bytes() == before


def test_the_identity_is_made_once_and_its_key_is_nobody_else_s(tmp_path: Path) -> None:
    folder = tmp_path / "signing"
    first = identity(folder)
    key = first.key.read_bytes()
    assert identity(folder).key.read_bytes() == key
    if os.name == "posix":
        assert stat.S_IMODE(first.key.stat().st_mode) == 0o600
    first.key.unlink()
    with pytest.raises(StudioError, match="not both"):
        identity(folder)


def test_the_chain_is_what_the_specification_asks_for() -> None:
    now = datetime.datetime(2026, 11, 25, tzinfo=datetime.UTC)
    leaf, root = x509.load_pem_x509_certificates(self_made(now)[0])
    leaf.verify_directly_issued_by(root)
    assert leaf.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert leaf.not_valid_before_utc < now < leaf.not_valid_after_utc


def test_a_file_that_is_no_media_is_no_reason_to_stop(tmp_path: Path, signer: Identity) -> None:
    bad, good = tmp_path / "bad.png", plain(tmp_path, "jpg")
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\xff" * 100)
    sign(good, TOLD, signer)
    found = read_credentials([bad, good])
    assert found[bad][0] in ("Invalid", "Missing")
    assert found[good][0] == "Valid"


def test_an_exported_season_proves_itself(store: Store, signer: Identity, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(finished(store, *season(1)), out, "archive", wish=Wish(by=signer, studio="1.0"))
    found = verify(out)
    assert {(p.file, p.check) for p in found.problems} == {("ep12.mp4", "label")}  # it has none
    assert found.signed >= 9  # two films, a cover, six stems at the least
    (out / "ep12.srt").unlink()
    (out / "ep12.vtt").write_text((out / "ep12.vtt").read_text().replace("AIGC", "xxxx"))
    checks = {(p.file, p.check) for p in verify(out).problems}
    assert checks == {
        ("ep12.srt", "missing"), ("ep12.vtt", "bytes"), ("ep12.vtt", "record"),
        ("ep12.mp4", "label"),
    }  # fmt: skip


def test_what_people_recorded_makes_a_composite(
    store: Store, signer: Identity, tmp_path: Path
) -> None:
    whole = finished(store, *season(1))
    (item,) = whole.episodes
    id, versions = next(iter(item.speech.items()))
    spoken = {**item.speech, id: (Version("mine", versions[0].file, origin="human"),)}
    for name, speech, wanted in (("a", item.speech, GENERATED), ("b", spoken, COMPOSITE)):
        one = dataclasses.replace(item, speech=speech)
        out = tmp_path / name
        write(dataclasses.replace(whole, episodes=(one,)), out, wish=Wish(by=signer, studio="1"))
        data = (out / "ep12.mp4").read_bytes()
        assert f"digitalsourcetype/{wanted}".encode() in data
        assert f"{id}:speech".encode() in data
