"""How much an episode that is being written may still say: the arithmetic behind the word limit.

A grammar can only count what it can see, so a budget is given to it in *units*: one word in a
spaced script, one character in Chinese. A text never has more words by `engine.text.measure` than
units, nor more Han characters, therefore a line that keeps its units keeps the contract. After each
line its real measure is taken, so that what the caution cost is given back to the next one.
No models here; what it promises holds for any text that keeps the caps it hands out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.text.measure import MAX_HAN_PER_EPISODE, han_count, spaced_words, word_count

MAX_INNER = 8
"""Lines before the last one; with it the contract's nine."""

MIN_INNER = 3
"""Lines asked for before the last one. One more than the contract wants: a sentence that was said
in an earlier episode can then be taken out."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one episode may hold.

    words, han: the contract's limits. line: most units of one line. least: units without which no
    line is begun. reserve: units kept back for the ending. ending: its fewest units.
    """

    tongue: str
    words: int
    han: int
    line: int
    least: int
    reserve: int
    ending: int


def limits(words: int, tongue: str) -> Limits:
    """The limits of an episode of at most `words` spoken words (`document.WORDS`), en or zh."""
    han = MAX_HAN_PER_EPISODE * words // 60
    if tongue == "zh":
        return Limits(tongue, words, han, 26, 5, min(26, max(12, 18 * words // 60)), 4)
    return Limits(tongue, words, han, 16, 3, min(16, max(8, 12 * words // 60)), 3)


@dataclass(frozen=True, slots=True)
class WordBudget:
    """What is left of the limits after some lines. words, han, lines: already spent."""

    limits: Limits
    words: int = 0
    han: int = 0
    lines: int = 0

    @property
    def room(self) -> int:
        """Units that can still be said without breaking either limit."""
        left = self.limits.words - self.words
        if self.limits.tongue == "zh":
            left = min(left, self.limits.han - self.han)
        return left

    def next_line(self) -> int:
        """Most units of one more line before the ending; 0 when none may follow.

        Never 0 while fewer than `MIN_INNER` lines are there: what the missing ones and the ending
        need is kept back from the start.
        """
        missing = max(0, MIN_INNER - self.lines - 1)
        most = self.room - self.limits.reserve - missing * self.limits.least
        most = min(self.limits.line, most)
        return most if self.lines < MAX_INNER and most >= self.limits.least else 0

    def must_continue(self) -> bool:
        """Whether the ending may not come yet."""
        return self.lines < MIN_INNER

    def ending(self) -> int:
        """Most units of the ending: at least the reserve, whatever was said before."""
        return min(self.limits.line, self.room)

    def after(self, text: str) -> WordBudget:
        """What is left after a line, by its real measure."""
        return replace(
            self,
            words=self.words + word_count(text),
            han=self.han + han_count(text),
            lines=self.lines + 1,
        )

    def remaining(self, unfinished: str = "") -> float:
        """Share of the budget that is left, 1.0 to 0.0, counting a line that is being written."""
        if self.limits.tongue == "zh":
            left, whole = self.limits.han - self.han - han_count(unfinished), self.limits.han
        else:
            left = self.limits.words - self.words - len(spaced_words(unfinished))
            whole = self.limits.words
        return min(1.0, max(0.0, left / whole))


def fits(texts: list[str], bounds: Limits) -> bool:
    """Whether lines keep the limits by the contract's own counting."""
    words = sum(word_count(text) for text in texts)
    return words <= bounds.words and sum(han_count(text) for text in texts) <= bounds.han
