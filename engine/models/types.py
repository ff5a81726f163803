"""What other rooms know of models: entries of the manifest, and what a choice comes to here.

An *engine* is what a lead chooses for a role ("bark" speaks, "sdxl" draws, "llama-3.2-3b" writes);
a *model* is a repository of weights that one or more engines need.
"""

from __future__ import annotations

from dataclasses import dataclass

ROLES = ("writer", "speaker", "artist")
ADAPTER = "lora"
"""The role of a model that no engine is made of: a character's own LoRA, called ``lora-NAME``."""
EMBEDDED = {"writer": "planner", "speaker": "espeak", "artist": "comic"}
"""The engine of each role that is always there: no weights, no graphics card."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a repository, or all that a pattern (``tokenizer/*``) stands for.

    size: bytes, 0 where it is not known. sha256: "" where only the repository itself can tell it.
    """

    path: str
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """A repository of weights. memory_mb: device memory in half precision.

    repo: "" for weights that are made here or brought by the lead: they can be added, not fetched.
    download_mb: about what a fetch takes. revision: branch, tag or commit; a fetch pins the commit.
    """

    id: str
    title: str
    repo: str
    revision: str
    licence: str
    licence_url: str
    files: tuple[ModelFile, ...]
    gated: bool = False
    pickled: bool = False  # published as a pickle only: has to be converted once
    memory_mb: int = 0
    languages: tuple[str, ...] = ()
    note: str = ""
    download_mb: int = 0


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """A choice for one role. needs: ids of models, in the order in which the engine loads them.

    optional: models that change how it works when they are there (a LoRA, a small decoder).
    aside: those of the optional ones that change nothing of what it makes otherwise (for cloning).
    memory_mb: device memory with everything on it; least_mb: with weights moved on and off it.
    """

    id: str
    role: str
    title: str
    needs: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # () for any
    memory_mb: int = 0
    note: str = ""
    least_mb: int = 0


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a choice comes to on this machine.

    aside: hash over the weights that it needs for something else alone, cloning.
    fingerprint: hash over all weights it uses, part of every recipe key; "" when not ready.
    folders: (model id, folder) pairs, needed ones first, in the order of `EngineSpec.needs`, then
    the optional ones that are there. missing: why it cannot be used, in one line, "" when it can.
    """

    engine: str
    fingerprint: str = ""
    folders: tuple[tuple[str, str], ...] = ()
    missing: str = ""
    remedy: str = ""
    aside: str = ""

    @property
    def ready(self) -> bool:
        """Whether it can be used."""
        return not self.missing
