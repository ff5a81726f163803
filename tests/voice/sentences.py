"""Writes the sentences that a quantiser is trained on: ``python -m tests.voice.sentences``.

They are lines of seasons by the embedded writer, hence nobody's. Run it after the writer's grammar
changed a lot; that the lists are old does no harm.
"""

from __future__ import annotations

from pathlib import Path

from engine.writer.dossier import read_premise
from engine.writer.season import write_season

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "voice" / "sentences"
WANTED = 400
HEAD = {
    "en": "# Lines of seasons that the embedded writer wrote; see tests/voice/sentences.py",
    "zh": "# 内置编剧所写各季的台词；见 tests/voice/sentences.py",
}
PREMISES = {
    "en": (
        "A waitress is framed by her husband and comes back as the owner of the hotel.",
        "A surgeon returns to the village that cast her out, and the mayor does not know her.",
        "A driver finds out that his boss stole the inheritance of a family.",
        "A bride is abducted on her wedding day and makes a bargain with her captor.",
        "A cook loses his good name over a poisoned banquet and hunts the one who did it.",
    ),
    "zh": (
        "一名女服务员被丈夫陷害入狱，三年后以酒店老板的身份归来。",
        "女医生回到当年把她赶走的村子，村长没有认出她。",
        "司机发现老板偷走了一个家族的遗产，决定讨回公道。",
        "新娘在婚礼当天被绑走，她与绑匪做了一笔交易。",
        "厨师因一场下毒的宴席身败名裂，他要找出真正的凶手。",
    ),
}  # fmt: skip


def lines(language: str) -> list[str]:
    """Distinct lines of seasons, one of each premise in turn, until there are enough."""
    found: dict[str, None] = {}
    for seed in range(1, 40):
        for premise in PREMISES[language]:
            dossier = read_premise(premise, "en" if language == "en" else "zh-CN", seed)
            season = write_season(dossier, episodes=20, words=60, seed=seed)
            for episode in season.episodes:
                found |= dict.fromkeys(line.text for line in episode.lines)
            if len(found) >= 3 * WANTED:
                return list(found)
    return list(found)


def main() -> None:
    """Write both lists: `WANTED` lines each, spread evenly over all that were written."""
    FOLDER.mkdir(exist_ok=True)
    for language, head in HEAD.items():
        found = lines(language)
        kept = [found[at * len(found) // WANTED] for at in range(min(WANTED, len(found)))]
        (FOLDER / f"{language}.txt").write_text("\n".join([head, *kept, ""]), "utf-8")
        print(f"{language}: {len(kept)} of {len(found)}")


if __name__ == "__main__":
    main()
