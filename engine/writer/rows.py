"""One row of a batch while it is decoded: which token may come next. Needs xgrammar; no model.

A screenplay is a chain of small grammars (`screenplay_grammar`). When one is done the next is
chosen from the text so far and from what is left of the word budget, so no row can say too much,
and none can end before its cliffhanger is a whole sentence. Tokens that would reach over the end
of a part are never offered. Used in worker processes only.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import xgrammar

from engine.base.errors import MakeError
from engine.writer.screenplay_grammar import (
    AGAIN,
    CLOSE,
    EITHER,
    FIRST,
    TAIL,
    Alphabet,
    closes,
    head_grammar,
    line_grammar,
)
from engine.writer.word_budget import Limits, WordBudget

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedTokenizerBase


class Grammars:
    """Compiled grammars for one tokenizer; each text of rules is compiled once."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, vocabulary: int, stop: int) -> None:
        """vocabulary: size of the model's logits, which may exceed the tokenizer's.

        stop: the token that ends a row; it is no text, so it is never offered.
        """
        self._info = xgrammar.TokenizerInfo.from_huggingface(
            tokenizer, vocab_size=vocabulary, stop_token_ids=[stop]
        )
        self._compiler = xgrammar.GrammarCompiler(self._info)
        self._compiled: dict[str, xgrammar.CompiledGrammar] = {}
        self.vocabulary = vocabulary
        self.pieces: Sequence[bytes] = self._info.decoded_vocab

    def matcher(self, rules: str) -> xgrammar.GrammarMatcher:
        """A fresh matcher that is done as soon as its text is complete."""
        if rules not in self._compiled:
            self._compiled[rules] = self._compiler.compile_grammar(rules)
        return xgrammar.GrammarMatcher(self._compiled[rules], terminate_without_stop_token=True)


class Row(Protocol):
    """What decides over the tokens of one row."""

    @property
    def finished(self) -> bool:
        """Whether the text is whole; nothing may follow."""
        ...

    @property
    def text(self) -> str:
        """What was written so far, whole parts only."""
        ...

    @property
    def remaining(self) -> float:
        """Share of the word budget that is left, 1.0 to 0.0."""
        ...

    def offer(self, bitmask: torch.Tensor, index: int) -> None:
        """Set the bits of the tokens that may come next (int32, on the CPU)."""
        ...

    def accept(self, token: int) -> None:
        """Take the next token. Raises MakeError for one that was not offered."""
        ...


class _Chain(ABC):
    """A row that follows one grammar after another."""

    def __init__(self, grammars: Grammars, rules: str) -> None:
        self._grammars = grammars
        self._matcher = grammars.matcher(rules)
        self._open = bytearray()
        self._parts: list[str] = []
        self.finished = False

    @property
    def text(self) -> str:
        """What was written so far, whole parts only."""
        return "".join(self._parts)

    def offer(self, bitmask: torch.Tensor, index: int) -> None:
        """Set the bits of the tokens that may come next (int32, on the CPU)."""
        self._matcher.fill_next_token_bitmask(bitmask, index)

    def accept(self, token: int) -> None:
        """Take the next token. Raises MakeError for one that was not offered."""
        if self.finished:
            return
        if not self._matcher.accept_token(token):
            raise MakeError("token", f"Token {token} was not offered.", "Choose another model.")
        self._open += self._grammars.pieces[token]
        if self._matcher.is_terminated():
            part = self._open.decode()
            self._open.clear()
            self._parts.append(part)
            rules = self._after(part)
            self.finished = rules is None
            if rules is not None:
                self._matcher = self._grammars.matcher(rules)

    @abstractmethod
    def _after(self, part: str) -> str | None:
        """The grammar of what follows a part; None when nothing does."""


class PlanRow(_Chain):
    """A season plan: one grammar, no words to count."""

    remaining = 1.0

    def _after(self, part: str) -> str | None:
        return None


class ScreenplayRow(_Chain):
    """A screenplay that keeps its word budget."""

    def __init__(
        self, grammars: Grammars, alphabet: Alphabet, labels: Sequence[str], bounds: Limits
    ) -> None:
        """labels: what the people of this episode are called."""
        super().__init__(grammars, head_grammar(FIRST, labels, alphabet.tongue))
        self._alphabet = alphabet
        self._labels = tuple(labels)
        self._in_words = False
        self._ending = False
        self.budget = WordBudget(bounds)

    @property
    def remaining(self) -> float:
        """Share of the word budget that is left, counting the line that is being written."""
        words = self._open.decode(errors="ignore") if self._in_words else ""
        return self.budget.remaining(words)

    def _after(self, part: str) -> str | None:
        if self._in_words:
            return self._after_words(part)
        if part == "}}":
            return None
        self._in_words = True
        self._ending = closes(part)
        bounds = self.budget.limits
        if self._ending:
            return line_grammar(self._alphabet, bounds.ending, self.budget.ending())
        return line_grammar(self._alphabet, 1, self.budget.next_line())

    def _after_words(self, part: str) -> str:
        self._in_words = False
        self.budget = self.budget.after(part[:-1])
        kind = CLOSE
        if self._ending:
            kind = TAIL
        elif self.budget.must_continue():
            kind = AGAIN
        elif self.budget.next_line():
            kind = EITHER
        return head_grammar(kind, self._labels, self._alphabet.tongue)
