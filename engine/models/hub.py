"""Talks to a hub of weights (Hugging Face or one that speaks the same): commits, listings, files.

The only code of the engine that opens an outgoing connection, and only when the lead fetches a
model. Standard library only. The token goes to the hub alone, never to where it redirects.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from typing import IO
from urllib.parse import quote, urljoin, urlsplit

from engine.base.errors import EnvironmentFault, StudioError, UserInputError
from engine.base.secrets import SERVICE
from engine.models.manifest import safe_path

HUB = "https://huggingface.co"
_PATIENCE_S = 30
_MOST_PAGES = 100
_LARGEST_ANSWER = 32 << 20
_COMMIT = re.compile(r"[0-9a-f]{40}\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_NEXT = re.compile(r'<([^>]+)>\s*;\s*rel="next"')


class Broken(Exception):
    """The connection failed or was cut; another try may help."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A file of a commit. sha256: of large files. blob: git's SHA-1, for the small ones."""

    path: str
    size: int
    sha256: str = ""
    blob: str = ""

    @property
    def key(self) -> str:
        """What tells this content from any other."""
        return self.sha256 or self.blob


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but not out of encryption, and takes the token along to nobody else."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str,
        headers: http.client.HTTPMessage, newurl: str,
    ) -> urllib.request.Request | None:  # fmt: skip
        here, there = urlsplit(req.full_url), urlsplit(newurl)
        if here.scheme == "https" and there.scheme != "https":
            raise EnvironmentFault(
                "insecure", f"{here.netloc} redirects to an unencrypted address.", "Do not use it."
            )
        made = super().redirect_request(req, fp, code, msg, headers, newurl)
        if made is not None and (here.scheme, here.netloc) != (there.scheme, there.netloc):
            made.remove_header("Authorization")
        return made


class Hub:
    """A hub by its address. token: "" for none."""

    def __init__(self, address: str, token: str = "") -> None:
        self.address = address.rstrip("/")
        parts = urlsplit(self.address)
        local = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if parts.scheme != "https" and not (parts.scheme == "http" and local):
            raise UserInputError(
                "bad-hub", f"{address} is not an https address.", "Set CLIFF_HUB=https://..."
            )
        self._token = token
        self._opener = urllib.request.build_opener(_Redirects())

    def commit(self, repo: str, revision: str) -> str:
        """The commit that a branch, tag or commit stands for."""
        found = self._json(f"{self.address}/api/models/{repo}/revision/{quote(revision, safe='')}")
        sha = found[0].get("sha") if isinstance(found[0], dict) else None
        if not isinstance(sha, str) or not _COMMIT.match(sha):
            raise self._strange(f"{repo} has no commit")
        return sha

    def listing(self, repo: str, commit: str) -> tuple[Remote, ...]:
        """All files of a commit."""
        address = f"{self.address}/api/models/{repo}/tree/{commit}?recursive=true"
        found: list[Remote] = []
        for _ in range(_MOST_PAGES):
            rows, following = self._json(address)
            if not isinstance(rows, list):
                raise self._strange("a listing is no list")
            found += [remote for row in rows if (remote := _remote(row)) is not None]
            if not following:
                return tuple(found)
            address = urljoin(address, following)
            if urlsplit(address)[:2] != urlsplit(self.address)[:2]:
                raise self._strange("a listing goes on elsewhere")
        raise self._strange("a listing does not end")

    @contextmanager
    def open(
        self, repo: str, commit: str, path: str, start: int
    ) -> Iterator[tuple[http.client.HTTPResponse, int]]:
        """The content of a file and where it really starts: at `start`, or at 0.

        Raises:
            Broken: no connection. StudioError: the hub refuses.
        """
        address = f"{self.address}/{repo}/resolve/{commit}/{quote(path)}"
        extra = {"Range": f"bytes={start}-"} if start else {}
        with self._open(address, extra) as (answer, headers, status):
            whence = f"bytes {start}-" if start else ""
            resumed = status == 206 and str(headers.get("Content-Range", "")).startswith(whence)
            yield answer, start if resumed else 0

    def _json(self, address: str) -> tuple[object, str]:
        """What the hub answers, and the address of the next page or ""."""
        with self._open(address, {"Accept": "application/json"}) as (answer, headers, _):
            try:
                data = answer.read(_LARGEST_ANSWER)
            except (OSError, http.client.HTTPException) as exc:
                raise Broken(str(exc)) from exc
        following = _NEXT.search(str(headers.get("Link", "")))
        try:
            return json.loads(data), following[1] if following else ""
        except ValueError as exc:
            raise self._strange("an answer is no JSON") from exc

    @contextmanager
    def _open(
        self, address: str, headers: dict[str, str]
    ) -> Iterator[tuple[http.client.HTTPResponse, Message, int]]:
        request = urllib.request.Request(address, headers=headers)
        request.add_header("User-Agent", "cliffhanger-studio")
        request.add_header("Accept-Encoding", "identity")
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        try:
            answer = self._opener.open(request, timeout=_PATIENCE_S)
        except urllib.error.HTTPError as exc:
            with exc:
                raise self._refusal(exc.code, address) from exc
        except (OSError, http.client.HTTPException) as exc:
            raise Broken(str(getattr(exc, "reason", exc))) from exc
        with answer:
            yield answer, answer.headers, answer.status

    def _refusal(self, status: int, address: str) -> Exception:
        where = urlsplit(address).path
        if status in (401, 403):
            return StudioError("gated", f"The hub refuses {where} ({status}).")
        if status in (404, 410):
            return StudioError("gone", f"The hub has no {where} ({status}).")
        if status in (408, 416, 429) or status >= 500:
            return Broken(f"the hub answers {status}")
        return self._strange(f"it answers {status} to {where}")

    def _strange(self, what: str) -> EnvironmentFault:
        return EnvironmentFault(
            "bad-hub", f"{self.address} does not answer as a hub does: {what}.",
            "Check CLIFF_HUB, or try again later.",
        )  # fmt: skip


def the_hub() -> Hub:
    """The hub that is set (CLIFF_HUB) or Hugging Face; its token from HF_TOKEN or the keyring."""
    address = os.environ.get("CLIFF_HUB", "").strip().rstrip("/") or HUB
    return Hub(address, os.environ.get("HF_TOKEN", "").strip() or _kept_token(address))


def _kept_token(address: str) -> str:
    """The token that the keyring has for a hub; "" when it has none or does not open.

    Not through `secrets.find`: its environment variable is a writer's key, nothing for a hub.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, address) or ""
    except KeyringError:
        return ""


def _remote(row: object) -> Remote | None:
    """A file of a listing; None for folders and for paths that lead anywhere else."""
    if not isinstance(row, dict) or row.get("type") != "file":
        return None
    path, size, blob, large = row.get("path"), row.get("size"), row.get("oid"), row.get("lfs")
    sha = ""
    if isinstance(large, dict):
        oid = large.get("oid")
        sha = oid.removeprefix("sha256:") if isinstance(oid, str) else ""
        size = large.get("size", size)
    good = isinstance(path, str) and safe_path(path) and isinstance(size, int) and size >= 0
    hashed = bool(_SHA256.match(sha)) or (isinstance(blob, str) and bool(_COMMIT.match(blob)))
    if not good or not hashed or not isinstance(path, str) or not isinstance(size, int):
        return None
    return Remote(path, size, sha, "" if sha or not isinstance(blob, str) else blob)
