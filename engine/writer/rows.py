"""One row of a batch while it is decoded: which token may come next. Needs xgrammar; no model.

A text is a chain of parts (`screenplay_grammar`): heads, and words whose number is kept by
`units`. When one is done the next is chosen from the text so far and from what is left of the
word budget, so no row can say too much, and none can end before its cliffhanger is a whole
sentence. Tokens that would reach over the end of a part are never offered. Used in worker
processes only.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import torch
import xgrammar

from engine.base.errors import MakeError
from engine.writer.screenplay_grammar import (
    ACTION,
    AGAIN,
    BEAT,
    CLOSE,
    DONE,
    EITHER,
    FIRST,
    LANDING,
    MIDDLE,
    NEXT,
    OPENED,
    SECRET,
    SENTENCE,
    SPOKEN,
    TAIL,
    TITLE,
    Alphabet,
    closes,
    head_grammar,
    hides,
    plan_head_grammar,
    shows,
    words_grammar,
)
from engine.writer.units import TokenTable, automaton
from engine.writer.word_budget import Limits, WordBudget

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase


class Grammars:
    """Grammars and counts of one tokenizer; each is made once."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, vocabulary: int, stop: int) -> None:
        """vocabulary: size of the model's logits, which may exceed the tokenizer's.

        stop: the token that ends a row; it is no text, so it is never offered.
        """
        self._info = xgrammar.TokenizerInfo.from_huggingface(
            tokenizer, vocab_size=vocabulary, stop_token_ids=[stop]
        )
        self._compiler = xgrammar.GrammarCompiler(self._info)
        self._compiled: dict[str, xgrammar.CompiledGrammar] = {}
        self._tables: dict[tuple[str, bool], TokenTable] = {}
        self.vocabulary = vocabulary
        known = self._info.decoded_vocab
        self.pieces: Sequence[bytes] = [*known, *[b""] * (vocabulary - len(known))]

    def matcher(self, rules: str) -> xgrammar.GrammarMatcher:
        """A fresh matcher that is done as soon as its text is complete."""
        if rules not in self._compiled:
            self._compiled[rules] = self._compiler.compile_grammar(rules)
        return xgrammar.GrammarMatcher(self._compiled[rules], terminate_without_stop_token=True)

    def table(self, tongue: str, closed: bool) -> TokenTable:
        """What the tokens add to a text."""
        key = (tongue, closed)
        if key not in self._tables:
            self._tables[key] = TokenTable(self.pieces, automaton(tongue, closed))
        return self._tables[key]


@dataclass(frozen=True, slots=True)
class Words:
    """A part that is text, with its closing quotation mark: low to high units."""

    low: int
    high: int
    closed: bool = True


Part = str | Words
"""The rules of a head, or words."""


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
    """A row that writes one part after another."""

    def __init__(self, grammars: Grammars, letters: Alphabet) -> None:
        self._grammars = grammars
        self._letters = letters
        self._open = bytearray()
        self._parts: list[str] = []
        self._table: TokenTable | None = None
        self._state, self._run, self._left, self._missing = 0, 0, 0, 0
        self.finished = False
        self._begin(self._first())

    @property
    def text(self) -> str:
        """What was written so far, whole parts only."""
        return "".join(self._parts)

    def offer(self, bitmask: torch.Tensor, index: int) -> None:
        """Set the bits of the tokens that may come next (int32, on the CPU)."""
        self._matcher.fill_next_token_bitmask(bitmask, index)
        if self._table is not None:
            fit = self._table.mask(self._state, self._left, self._run, self._missing)
            bitmask[index] &= torch.from_numpy(fit)

    def accept(self, token: int) -> None:
        """Take the next token. Raises MakeError for one that was not offered."""
        if self.finished:
            return
        if not self._matcher.accept_token(token):
            raise MakeError("token", f"Token {token} was not offered.", "Choose another model.")
        self._open += self._grammars.pieces[token]
        if self._table is not None:
            self._state, units, self._run = self._table.step(self._state, self._run, token)
            self._left -= units
            self._missing = max(0, self._missing - units)
        if self._matcher.is_terminated():
            part = self._open.decode()
            self._open.clear()
            self._parts.append(part)
            following = self._after(part)
            self.finished = following is None
            if following is not None:
                self._begin(following)

    def _begin(self, part: Part) -> None:
        if isinstance(part, Words):
            self._table = self._grammars.table(self._letters.tongue, part.closed)
            self._state, self._run, self._left, self._missing = 0, 0, part.high, part.low
            part = words_grammar(self._letters, part.closed)
        else:
            self._table = None
        self._matcher = self._grammars.matcher(part)

    @abstractmethod
    def _first(self) -> Part:
        """The part that a text begins with."""

    @abstractmethod
    def _after(self, part: str) -> Part | None:
        """What follows a part; None when nothing does."""


class PlanRow(_Chain):
    """The plans of some episodes in a row."""

    remaining = 1.0

    def __init__(
        self, grammars: Grammars, letters: Alphabet, labels: Sequence[str], episodes: int,
        season: int,
    ) -> None:  # fmt: skip
        """labels: what people are called. episodes: how many to plan, of a season of `season`."""
        self._labels = tuple(labels)
        self._episodes = episodes
        self._season = season
        self._kind = OPENED
        super().__init__(grammars, letters)

    def _first(self) -> Part:
        return self._head(OPENED)

    def _head(self, kind: str) -> Part:
        self._kind = kind
        return plan_head_grammar(kind, self._labels, self._season)

    def _after(self, part: str) -> Part | None:
        tongue = self._letters.tongue
        if self._table is None:  # a head is done: which words does it ask for?
            if self._kind in (OPENED, NEXT):
                return Words(*TITLE[tongue], closed=False)
            if self._kind == DONE:
                return None
            if self._kind == BEAT or hides(part):
                return Words(*SENTENCE[tongue])
            self._kind = MIDDLE
            return Words(*LANDING[tongue])
        if self._kind == MIDDLE:
            self._episodes -= 1
            return self._head(NEXT if self._episodes else DONE)
        return self._head({OPENED: BEAT, NEXT: BEAT, BEAT: SECRET, SECRET: MIDDLE}[self._kind])


class ScreenplayRow(_Chain):
    """A screenplay that keeps its word budget."""

    def __init__(
        self, grammars: Grammars, letters: Alphabet, labels: Sequence[str], bounds: Limits
    ) -> None:
        """labels: what the people of this episode are called."""
        self._labels = tuple(labels)
        self._kind = FIRST
        self._ending = self._seen = False
        self.budget = WordBudget(bounds)
        super().__init__(grammars, letters)

    @property
    def remaining(self) -> float:
        """Share of the word budget that is left, counting the line that is being written."""
        spoken = self._table is not None and not self._seen
        return self.budget.remaining(self._open.decode(errors="ignore") if spoken else "")

    def _first(self) -> Part:
        return self._head(FIRST)

    def _head(self, kind: str) -> Part:
        self._kind = kind
        return head_grammar(kind, self._labels)

    def _after(self, part: str) -> Part | None:
        if self._table is not None:
            return self._after_words(part)
        if self._kind == TAIL:
            return None
        self._seen = shows(part)
        if self._seen:
            return Words(*ACTION[self._letters.tongue])
        self._ending = closes(part)
        if self._ending:
            return Words(self.budget.limits.ending, self.budget.ending())
        return Words(1, self.budget.next_line())

    def _after_words(self, part: str) -> Part:
        if self._seen:
            return self._head(SPOKEN)
        self.budget = self.budget.after(part[:-1])
        if self._ending:
            return self._head(TAIL)
        if self.budget.must_continue():
            return self._head(AGAIN)
        return self._head(EITHER if self.budget.next_line() else CLOSE)
