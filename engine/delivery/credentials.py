"""Content credentials (C2PA): a signed manifest that says how a file came about.

Signed with a certificate of the lead's own, or with one that the studio makes for itself on this
machine. The second proves that a file was not changed since; who made it, no public trust list
knows, and verifying sites will call it unrecognised. No time stamp is fetched: that would need the
network. Signing comes last: whatever touches a file afterwards breaks the manifest.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.base.errors import EnvironmentFault, StudioError
from engine.base.fs import data_folder, disk_fault

FORMATS: Mapping[str, str] = {
    "mp4": "video/mp4", "m4a": "audio/mp4", "wav": "audio/wav", "jpg": "image/jpeg",
    "png": "image/png",
}  # fmt: skip
"""Kinds of files that can be signed, by suffix."""
_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
GENERATED, COMPOSITE = "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"
"""How a file was created (IPTC): by generation alone, or with what people recorded or drew."""
_YEARS, _READ_S, _BATCH = 10, 60, 40


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signs: files with the certificates (PEM, the signer's first) and the private key."""

    chain: Path
    key: Path


def default_folder() -> Path:
    """Where the signing identity is kept: CLIFF_SIGNING, or the user's folder for data."""
    chosen = os.environ.get("CLIFF_SIGNING", "")
    return Path(chosen).expanduser().absolute() if chosen else data_folder() / "signing"


def identity(folder: Path) -> Identity:
    """The identity kept in `folder`; made there when there is none.

    A lead's own certificate is put there as ``chain.pem`` and ``key.pem``.

    Raises:
        EnvironmentFault: the folder cannot be written.
        StudioError: one of the two files is there without the other.
    """
    found = Identity(folder / "chain.pem", folder / "key.pem")
    if found.chain.is_file() and found.key.is_file():
        return found
    if found.chain.exists() or found.key.exists():
        raise StudioError(
            "half-identity", f"{folder} holds a certificate or a key, but not both.",
            "Put chain.pem and key.pem there, or remove both to have new ones made.",
        )  # fmt: skip
    chain, key = self_made(datetime.datetime.now(datetime.UTC))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(found.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(key)
        found.chain.write_bytes(chain)
    except OSError as exc:
        raise disk_fault(exc, folder) from exc
    return found


def self_made(now: datetime.datetime) -> tuple[bytes, bytes]:
    """A chain of two certificates (PEM, the signer's first) and the signer's private key (PEM).

    ECDSA P-256; key usage and extended key usage as the C2PA specification 2.1, 14.5.1 asks for.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    def name(common: str) -> x509.Name:
        return x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Cliffhanger Studio"),
                x509.NameAttribute(NameOID.COMMON_NAME, common),
            ]
        )

    def usage(*, signs: bool) -> x509.KeyUsage:
        return x509.KeyUsage(
            digital_signature=not signs, content_commitment=False, key_encipherment=False,
            data_encipherment=False, key_agreement=False, key_cert_sign=signs, crl_sign=signs,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip

    root_key, leaf_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = name("Root on this machine")
    until = now + datetime.timedelta(days=365 * _YEARS)
    certificates = []
    for subject, key, signs in ((name("Signer"), leaf_key, False), (issuer, root_key, True)):
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=signs, path_length=None), critical=True)
            .add_extension(usage(signs=signs), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        )
        if not signs:
            wanted = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
            by = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
            builder = builder.add_extension(wanted, False).add_extension(by, False)
        certificates.append(builder.sign(root_key, hashes.SHA256()))
    chain = b"".join(c.public_bytes(serialization.Encoding.PEM) for c in certificates)
    key_pem = leaf_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )  # fmt: skip
    return chain, key_pem


def manifest_of(
    title: str, created: str, ingredients: tuple[tuple[str, str, str], ...], version: str
) -> dict[str, object]:
    """What a manifest says. created: GENERATED or COMPOSITE. ingredients: (asset, take, mime)."""
    studio = {"name": "Cliffhanger Studio", "version": version}
    action = {
        "action": "c2pa.created",
        "digitalSourceType": _SOURCE + created,
        "softwareAgent": studio,
    }
    return {
        "claim_generator_info": [studio],
        "title": title,
        "ingredients": [
            {"title": asset, "format": mime, "relationship": "componentOf",
             "instance_id": f"take:{take}"}
            for asset, take, mime in ingredients
        ],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}],
    }  # fmt: skip


def sign(file: Path, manifest: Mapping[str, object], by: Identity) -> None:
    """Sign a file in place: to a file beside it, then renamed, for a failed signing leaves ruins.

    Raises:
        EnvironmentFault: the certificate cannot be used.
    """
    from c2pa import Builder, C2paError, C2paSignerInfo, C2paSigningAlg, Signer

    temporary = file.with_name(f".{file.name}.signed")
    temporary.unlink(missing_ok=True)
    try:
        info = C2paSignerInfo(
            C2paSigningAlg.ES256, by.chain.read_bytes(), by.key.read_bytes(), None
        )
        wanted = {**manifest, "format": FORMATS[file.suffix.lstrip(".")]}
        with Signer.from_info(info) as signer, Builder(wanted) as builder:
            builder.sign_file(str(file), str(temporary), signer)
        os.replace(temporary, file)
    except C2paError as exc:
        raise EnvironmentFault(
            "not-signed", f"{file.name} could not be signed: {exc}",
            f"Check the certificate in {by.chain.parent}, or switch the label credentials off.",
        ) from exc  # fmt: skip
    finally:
        temporary.unlink(missing_ok=True)


def read_credentials(files: Sequence[Path]) -> Mapping[Path, tuple[str, str]]:
    """The state of each file's manifest and why it is so: Trusted, Valid, Invalid, or Missing.

    Valid: whole, by somebody whom no trust list names. Read in a process of its own: a file from a
    stranger may be made to break its reader, which then counts as Invalid.
    """
    found: dict[Path, tuple[str, str]] = {}
    code = "import sys, engine.delivery.credentials as c; c.tell_credentials(sys.argv[1:])"
    for first in range(0, len(files), _BATCH):
        batch = files[first : first + _BATCH]
        told: list[str] = []
        with contextlib.suppress(subprocess.TimeoutExpired):
            done = subprocess.run(
                [sys.executable, "-c", code, *map(str, batch)], capture_output=True, text=True,
                timeout=_READ_S, check=False,
            )  # fmt: skip
            told = done.stdout.splitlines()
        if len(told) < len(batch) > 1:  # one of them broke the reader: each alone
            for file in batch:
                found |= read_credentials([file])
            continue
        for file, row in zip(batch, told or [""], strict=True):
            state, _, why = row.partition("\t")
            found[file] = (state or "Invalid"), (why if state else "the manifest cannot be read")
    return found


def tell_credentials(files: Sequence[str]) -> None:
    """What `read_credentials` reads, a row a file, on the standard output."""
    for file in files:
        state, why = _read(file)
        sys.stdout.write(f"{state}\t{' '.join(why.split())}\n")
        sys.stdout.flush()


def _read(file: str) -> tuple[str, str]:
    from c2pa import C2paError, Reader

    try:
        with Reader(file) as reader:
            told = json.loads(reader.json())
            state = reader.get_validation_state() or "Invalid"
    except C2paError as exc:
        if "ManifestNotFound" in f"{type(exc).__name__} {exc}":
            return "Missing", ""
        return "Invalid", str(exc)
    codes = [str(row.get("code")) for row in told.get("validation_status", ())]
    return state, ", ".join(code for code in codes if code != "signingCredential.untrusted")
