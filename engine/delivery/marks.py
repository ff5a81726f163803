"""The record ``AIGC`` in files of every kind that can carry it, exactly once, and reading it back.

Carriers are those of the practice guides to GB 45438-2025 (TC260-PG-20257A to 20259A): the keys
of an mp4 (written while muxing, see `engine.film.joiner`), a RIFF chunk, iTXt of PNG, XMP of JPEG,
and where a text format has metadata or comments, there. SRT, CSV and PDF sheets of plain text have
none: `carries` says so.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

KEY = "AIGC"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_NS = "http://www.tc260.org.cn/ns/AIGC/1.0/"
_MAX_TEXT = 64 << 20


def carries(name: str) -> bool:
    """Whether files of that name can carry the record; mp4 gets it while it is muxed."""
    return name.lower().rpartition(".")[2] in MARKED


def mark(file: Path, record: str) -> None:
    """Put the record into a file in place; a file that cannot carry one is left alone.

    Raises:
        ValueError: the file is not what its name says.
    """
    write = _WRITE.get(file.suffix.lower().lstrip("."))
    if write is not None:
        file.write_bytes(write(file.read_bytes(), record))


def records(file: Path) -> tuple[str, ...]:
    """Every record found in a file, as text; mp4 is read by `engine.delivery.boxes`.

    Raises:
        ValueError: the file is not what its name says, or is larger than any that is written.
    """
    suffix = file.suffix.lower().lstrip(".")
    read = _READ.get(suffix)
    if read is None:
        return ()
    if suffix != "wav" and file.stat().st_size > _MAX_TEXT:
        raise ValueError(f"{file.name} is too large")
    return tuple(read(file.read_bytes()))


def _wav(data: bytes, record: str) -> bytes:
    _riff(data)
    text = record.encode()
    chunk = b"AIGC" + struct.pack("<I", len(text)) + text + b"\0" * (len(text) % 2)
    body = data[8:] + b"\0" * (len(data) % 2) + chunk  # some writers forget to pad
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff(data: bytes) -> None:
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError("no RIFF WAVE file")


def _read_wav(data: bytes) -> list[str]:
    _riff(data)
    found, at = [], 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if name == b"AIGC":
            found.append(data[at + 8 : at + 8 + size].decode("utf-8", "replace"))
        at += 8 + size + size % 2
    return found


def _png_chunks(data: bytes) -> list[tuple[int, bytes, bytes]]:
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("no PNG file")
    found, at = [], 8
    while at + 12 <= len(data):
        size = struct.unpack_from(">I", data, at)[0]
        found.append((at, data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += 12 + size
    return found


def _png(data: bytes, record: str) -> bytes:
    end = next(at for at, name, _ in _png_chunks(data) if name == b"IEND")
    body = b"iTXt" + KEY.encode() + b"\0\0\0\0\0" + record.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return data[:end] + chunk + data[end:]


def _read_png(data: bytes) -> list[str]:
    head = KEY.encode() + b"\0"
    return [
        body.split(b"\0", 5)[5].decode("utf-8", "replace")
        for _, name, body in _png_chunks(data)
        if name == b"iTXt" and body.startswith(head) and body.count(b"\0") >= 5
    ]


def _jpg(data: bytes, record: str) -> bytes:
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG file")
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:TC260="{_NS}">'
        f"<TC260:AIGC>{escape(record)}</TC260:AIGC>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="r"?>'
    ).encode()
    body = _XMP + packet
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[2:]


def _read_jpg(data: bytes) -> list[str]:
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG file")
    found, at = [], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        size = struct.unpack_from(">H", data, at + 2)[0]
        body = data[at + 4 : at + 2 + size]
        if data[at + 1] == 0xE1 and body.startswith(_XMP):
            text = body[len(_XMP) :].decode("utf-8", "replace")
            found += [unescape(t) for t in re.findall(r"<TC260:AIGC>(.*?)</TC260:AIGC>", text)]
        at += 2 + size
    return found


def escape(text: str) -> str:
    """Text for XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Text of XML; of the entities only those that `escape` writes, and the quote."""
    for entity, letter in (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text


def _after(first: str, before: str, after: str) -> Callable[[bytes, str], bytes]:
    """Puts the record behind the first occurrence of `first`, between `before` and `after`."""

    def write(data: bytes, record: str) -> bytes:
        text = data.decode("utf-8")
        head, found, rest = text.partition(first)
        if not found:
            raise ValueError(f"{first.strip()!r} was not found")
        return f"{head}{found}{before}{record}{after}{rest}".encode()

    return write


def _xml(data: bytes, record: str) -> bytes:
    """As a comment, which every reader of XML skips; two dashes may not stand in one."""
    text = data.decode("utf-8")
    end = text.index("?>") + 2 if text.startswith("<?xml") else 0
    safe = escape(record).replace("--", "-&#45;")
    return f"{text[:end]}\n<!-- AIGC {safe} -->{text[end:]}".encode()


def _read_xml(data: bytes) -> list[str]:
    found = re.findall(r"<!-- AIGC (\{.*?\}) -->", data.decode("utf-8", "replace"))
    return [unescape(t.replace("-&#45;", "--")) for t in found]


def _lines(pattern: str) -> Callable[[bytes], list[str]]:
    """Reads records that stand on lines of their own."""

    def read(data: bytes) -> list[str]:
        return re.findall(pattern, data.decode("utf-8", "replace"), re.MULTILINE)

    return read


def _edl(data: bytes, record: str) -> bytes:
    return data.rstrip(b"\n") + f"\n* AIGC: {record}\n".encode()


def _fountain(data: bytes, record: str) -> bytes:
    """Into the title page, which ends with the first empty line."""
    text = data.decode("utf-8")
    head, gap, rest = text.partition("\n\n")
    if not gap or ":" not in head.partition("\n")[0]:
        raise ValueError("no title page")
    return f"{head}\nAIGC: {record}{gap}{rest}".encode()


_WRITE: Mapping[str, Callable[[bytes, str], bytes]] = {
    "wav": _wav,
    "png": _png,
    "jpg": _jpg,
    "vtt": _after("WEBVTT\n", "\nNOTE AIGC ", "\n"),
    "ass": _after("[Script Info]\n", "; AIGC: ", "\n"),
    "ttml": _xml,
    "xml": _xml,
    "fcpxml": _xml,
    "edl": _edl,
    "fountain": _fountain,
}
MARKED = frozenset((*_WRITE, "mp4", "otio", "pdf"))
"""Suffixes of the kinds that carry the record; the last three get it while they are made."""


def _read_otio(data: bytes) -> list[str]:
    found = json.loads(data).get("metadata", {}).get("cliffhanger-studio", {}).get(KEY, "")
    return [found] if found else []


def _read_pdf(data: bytes) -> list[str]:
    """The keywords of the document's information, a string in hex or in brackets."""
    found = []
    for plain, coded in re.findall(
        rb"/Keywords\s*(?:\((.*?)(?<!\\)\)|<([0-9A-Fa-f\s]*)>)", data, re.S
    ):
        raw = bytes.fromhex(coded.decode("ascii")) if coded else re.sub(rb"\\(.)", rb"\1", plain)
        text = raw[2:].decode("utf-16-be") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")
        if text.startswith(f"{KEY}="):
            found.append(text.removeprefix(f"{KEY}="))
    return found


_READ: Mapping[str, Callable[[bytes], list[str]]] = {
    "otio": _read_otio,
    "pdf": _read_pdf,
    "wav": _read_wav,
    "png": _read_png,
    "jpg": _read_jpg,
    "vtt": _lines(r"^NOTE AIGC (\{.*\})$"),
    "ass": _lines(r"^; AIGC: (\{.*\})$"),
    "ttml": _read_xml,
    "xml": _read_xml,
    "fcpxml": _read_xml,
    "edl": _lines(r"^\* AIGC: (\{.*\})$"),
    "fountain": _lines(r"^AIGC: (\{.*\})$"),
}
