"""Premises of many kinds and what a reader understands: text, hero, opponent or "", inciting."""

from __future__ import annotations

# fmt: off
PREMISES: tuple[tuple[str, str, str, str], ...] = (
    (
        ("a CEO's secret daughter is kidnapped by her billionaire father's rival, but she has a "
         "hidden spiritual power"),
        "", "", "abduct",
    ),
    (
        ("Reborn on the morning of her engagement, palace physician Wen Ruoyi remembers every "
         "detail of her murder: her sister Lanying poured the poison and her fiance, Crown "
         "Prince Zhao Heng, watched her die. This time she will cure the dying emperor and take "
         "the throne room apart."),
        "Wen Ruoyi", "Zhao Heng", "return",
    ),
    (
        ("Waitress Clara Bishop is framed for theft and divorced by her husband, hotel heir Julian "
         "Frost, at his own wedding anniversary gala. No one knows she is secretly the Orchid, the "
         "hacker who built the bank that owns his hotel."),
        "Clara Bishop", "Julian Frost", "disgrace",
    ),
    (
        ("To pay her brother's hospital debt, violinist Sana Rahimi signs a contract marriage with "
         "the cold CEO Daniel Cho, while his stepmother Grace wants her gone before the auction of "
         "an old violin."),
        "Sana Rahimi", "Grace", "bargain",
    ),
    (
        ("苏晚是顾家流落在外的真千金，刚回家就被养母和假千金顾婷陷害，赶出家门，却没人知道她就是名"
         "震天下的鬼医。爷爷的寿宴上，她要拿着那块玉佩，讨回一切。"),
        "苏晚", "", "swap",
    ),
    (
        ("将军府庶女叶昭替嫁给残废的靖王，嫡姐叶瑶在她的合卺酒里下了毒。叶昭醒来，手里多了一枚能听"
         "见人心声的玉佩。"),
        "叶昭", "", "bargain",
    ),
)
# fmt: on
