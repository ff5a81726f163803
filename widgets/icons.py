"""Line icons on a 24 grid, 2 px stroke, round caps; tinted when painted."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from widgets.theme import COLOURS

PATHS = {
    "check": "<path d='M5 12.5l4.5 4.5L19 7.5'/>",
    "x": "<path d='M6 6l12 12M18 6L6 18'/>",
    "plus": "<path d='M12 5v14M5 12h14'/>",
    "pin": "<path d='M9 3h6l-1 6 4 4H6l4-4-1-6zM12 13v8'/>",
    "lock": ("<rect x='5' y='11' width='14' height='9' rx='2'/><path d='M8 11V8a4 4 0 018 0v3'/>"),
    "unlock": (
        "<rect x='5' y='11' width='14' height='9' rx='2'/><path d='M8 11V8a4 4 0 017.5-2'/>"
    ),
    "play": "<path d='M7 4.5v15l12-7.5z' fill='@'/>",
    "pause": "<path d='M8 5v14M16 5v14' stroke-width='4'/>",
    "prev": "<path d='M18 5v14L8 12zM6 5v14' fill='@'/>",
    "next": "<path d='M6 5v14l10-7zM18 5v14' fill='@'/>",
    "back": "<path d='M15 6l-6 6 6 6'/>",
    "fwd": "<path d='M9 6l6 6-6 6'/>",
    "down": "<path d='M6 9l6 6 6-6'/>",
    "loop": (
        "<path d='M4 11V9a3 3 0 013-3h12M16 3l3 3-3 3M20 13v2a3 3 0 01-3 3H5M8 21l-3-3 3-3'/>"
    ),
    "volume": (
        "<path d='M4 9v6h4l5 4V5L8 9z'/><path d='M17 9a4 4 0 010 6M19.5 6.5a8 8 0 010 11'/>"
    ),
    "refresh": "<path d='M20 11a8 8 0 10-2 6M20 4v7h-7'/>",
    "gear": (
        "<circle cx='12' cy='12' r='3.2'/><path d='M12 3v3M12 18v3M3 12h3M18 12h3M5.6 "
        "5.6l2.1 2.1M16.3 16.3l2.1 2.1M18.4 5.6l-2.1 2.1M7.7 16.3l-2.1 2.1'/>"
    ),
    "hand": "<path d='M4 20l1-4L16 5l3 3L8 19z'/><path d='M14 7l3 3'/>",
    "spark": "<path d='M12 3l2 6.5L20.5 12 14 14.500 12 21l-2-6.500L3.500 12 10 9.500z'/>",
    "import": "<path d='M12 4v11M7.500 11l4.500 4.500 4.500-4.500M5 20h14'/>",
    "export": "<path d='M12 16V4M7.500 8.500L12 4l4.500 4.500M5 20h14'/>",
    "mic": (
        "<rect x='9' y='3' width='6' height='11' rx='3'/><path d='M5.500 11.500a6.500 "
        "6.500 0 0013 0M12 18v3'/>"
    ),
    "film": (
        "<rect x='4' y='4' width='16' height='16' rx='2'/><path d='M8.500 4v16M15.500 "
        "4v16M4 9h4.500M4 15h4.500M15.500 9H20M15.500 15H20'/>"
    ),
    "music": (
        "<path d='M9 18V6l10-2v12'/><circle cx='6.500' cy='18' r='2.500'/><circle "
        "cx='16.500' cy='16' r='2.500'/>"
    ),
    "text": "<path d='M5 6h14M5 12h14M5 18h8'/>",
    "cc": (
        "<rect x='3' y='5' width='18' height='14' rx='2'/><path d='M7 15h5M15 15h2M7 "
        "11h2M12 11h5'/>"
    ),
    "user": "<circle cx='12' cy='8' r='4'/><path d='M4.500 20a7.500 7.500 0 0115 0'/>",
    "key": "<circle cx='8' cy='15' r='4'/><path d='M11 12l8-8M16 7l3 3'/>",
    "flag": "<path d='M6 21V4M6 4h11l-2 4 2 4H6'/>",
    "map": (
        "<path d='M12 21s-6.500-6-6.500-11a6.500 6.500 0 0113 0c0 5-6.500 11-6.500 "
        "11z'/><circle cx='12' cy='10' r='2.300'/>"
    ),
    "swords": (
        "<path d='M5 4l11 11M19 4L8 15M4.500 14.500l5 5M19.500 14.500l-5 5M15 16l4 4M9 16l-4 4'/>"
    ),
    "eye": (
        "<path d='M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 "
        "2.500 12 2.500 12z'/><circle cx='12' cy='12' r='2.800'/>"
    ),
    "clock": "<circle cx='12' cy='12' r='8.500'/><path d='M12 7v5l3.500 2'/>",
    "warn": "<path d='M12 4L2.800 20h18.400zM12 10v5M12 17.600v.2'/>",
    "q": (
        "<path d='M8.500 9a3.500 3.500 0 116 2.500c-1.500 1.300-2.500 1.800-2.500 "
        "3.500M12 18.600v.2'/>"
    ),
    "fork": "<path d='M12 21v-8M12 13L5 5M12 13l7-8M5 10V5h5M14 5h5v5'/>",
    "door": "<path d='M6 21V4h12v17M3 21h18M14.500 12.500v.2'/>",
    "mask": (
        "<path d='M4 6c5 2 11 2 16 0v6c0 5-4 8-8 9-4-1-8-4-8-9zM8 11.500h3M13 "
        "11.500h3M9.500 16c1.500 1 3.500 1 5 0'/>"
    ),
    "lens": "<circle cx='10.500' cy='10.500' r='6'/><path d='M15 15l5.500 5.500'/>",
    "flip": "<path d='M4 8h13M13 4l4 4-4 4M20 16H7M11 12l-4 4 4 4'/>",
    "bolt": "<path d='M13 3L5 14h6l-1 7 8-11h-6z'/>",
    "shield": (
        "<path d='M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z'/><path d='M8.500 12l2.500 "
        "2.500 4.500-5'/>"
    ),
    "undo": "<path d='M9 14L4 9l5-5M4 9h10a6 6 0 010 12h-3'/>",
    "grid": (
        "<rect x='4' y='4' width='7' height='7' rx='1.500'/><rect x='13' y='4' "
        "width='7' height='7' rx='1.500'/><rect x='4' y='13' width='7' height='7' "
        "rx='1.500'/><rect x='13' y='13' width='7' height='7' rx='1.500'/>"
    ),
    "safe": (
        "<rect x='6' y='2.500' width='12' height='19' rx='2'/><path d='M9 6.500h6M9 "
        "15h3.500M9 18h6' /><path d='M15.500 10v3'/>"
    ),
    "cpu": (
        "<rect x='6' y='6' width='12' height='12' rx='2'/><path d='M10 2.500V6M14 "
        "2.500V6M10 18v3.500M14 18v3.500M2.500 10H6M2.500 14H6M18 10h3.500M18 "
        "14h3.500'/>"
    ),
    "split": "<path d='M12 3v18M4 8l4 4-4 4M20 8l-4 4 4 4'/>",
    "blade": "<path d='M4 20L20 4M14 4h6v6M4 14v6h6'/>",
    "ab": (
        "<rect x='3' y='5' width='8' height='14' rx='1.500'/><rect x='13' y='5' "
        "width='8' height='14' rx='1.500' fill='@'/>"
    ),
    "globe": (
        "<circle cx='12' cy='12' r='8.500'/><path d='M3.500 12h17M12 3.500c3 3 3 14 0 "
        "17M12 3.500c-3 3-3 14 0 17'/>"
    ),
    "folder": "<path d='M3 6h6l2 2.500h10V19H3z'/>",
    "dots": "<path d='M6 12v.1M12 12v.1M18 12v.1' stroke-width='3'/>",
    "label": "<path d='M4 4h8l8 8-8 8-8-8z'/><path d='M8.500 8.500v.1' stroke-width='3'/>",
    "box": "<path d='M4 7l8-4 8 4v10l-8 4-8-4zM4 7l8 4 8-4M12 11v10'/>",
    "wave": "<path d='M3 12h2M7 8v8M11 4v16M15 8v8M19 10.500v3'/>",
    "magnet": (
        "<path d='M5 4v8a7 7 0 0014 0V4h-4.500v8a2.500 2.500 0 01-5 0V4zM5 8h4.500M14.500 8H19'/>"
    ),
    "record": "<circle cx='12' cy='12' r='6' fill='@'/>",
    "stop": "<rect x='6.500' y='6.500' width='11' height='11' rx='1.500' fill='@'/>",
    "trash": "<path d='M5 7h14M9.500 7V4.500h5V7M7 7l1 13h8l1-13M10.500 11v5M13.500 11v5'/>",
    "merge": "<path d='M6 4v4a4 4 0 004 4h4a4 4 0 014 4v4M18 4v4M15 7l3-3 3 3'/>",
    "mute": "<path d='M4 9v6h4l5 4V5L8 9zM17 10l4 4M21 10l-4 4'/>",
    "up": "<path d='M6 15l6-6 6 6'/>",
    "redo": "<path d='M15 14l5-5-5-5M20 9H10a6 6 0 000 12h3'/>",
    "external": "<path d='M14 4h6v6M20 4l-9 9M18 14v6H4V6h6'/>",
    "wand": ("<path d='M5 19L15 9M17 3v4M15 5h4M20 11v3M18.500 12.500h3M9 4v3M7.500 5.500h3'/>"),
}
"""Shapes in SVG path language. @ stands for the tint where a shape is filled."""


@lru_cache(4096)
def pixmap(name: str, tint: str, px: int, ratio: int = 2) -> QPixmap:
    """An icon drawn `px` wide in the colour of the token `tint`. Raises KeyError."""
    value = COLOURS[tint]
    stroke = 2 if px > 11 else 2.6  # thin lines vanish below 12 px
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none'"
        f" stroke='{value}' stroke-width='{stroke}' stroke-linecap='round'"
        f" stroke-linejoin='round'>{PATHS[name].replace('@', value)}</svg>"
    )
    found = QPixmap(px * ratio, px * ratio)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, px * ratio, px * ratio))
    painter.end()
    found.setDevicePixelRatio(ratio)
    return found


def icon(name: str, tint: str = "mid", px: int = 16) -> QIcon:
    """An icon for a button."""
    found = QIcon(pixmap(name, tint, px))
    found.addPixmap(pixmap(name, "disabled", px), QIcon.Mode.Disabled)
    return found


def draw(painter: QPainter, name: str, tint: str, x: float, y: float, px: int) -> None:
    """Paint an icon with its top left corner at x, y."""
    painter.drawPixmap(round(x), round(y), pixmap(name, tint, px))
