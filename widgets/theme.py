"""Design tokens and the style sheet. The only file that names a colour, a size or a radius."""

from __future__ import annotations

from PySide6.QtGui import QColor

from widgets.words import family

COLOURS = {
    # neutrals step in lightness only
    "void": "#0C0D10",  # behind the docks, letterbox
    "panel": "#16171C",  # dock body
    "head": "#1A1C22",  # dock title bar
    "card": "#1F2128",  # raised: cards, rows, fields
    "card2": "#292C35",  # hover, controls
    "card3": "#363A45",  # pressed, slider groove
    "line": "#2A2D36",  # hairlines
    "edge": "#6B7080",  # outline of an input that must be seen (3:1)
    "hi": "#EEEFF3",
    "mid": "#B0B4C0",
    "low": "#8B909E",
    "accent": "#D12E7B",
    "accent_hover": "#DE4A8E",
    "accent_hi": "#FF86B8",
    "accent_bg": "#3A1B2B",
    "on_accent": "#FFFFFF",
    "disabled": "#5C6170",
    # states
    "fresh": "#63C795",
    "waiting": "#9FA8B8",
    "rendering": "#62AEFF",
    "pinned": "#DCC6FF",
    "stale": "#F3B74F",
    "failed": "#FF6450",
    # where a thing understood of the premise came from
    "read": "#63C795",
    "inferred": "#62AEFF",
    "default": "#9FA8B8",
    "human": "#DCC6FF",
    # speakers: identity only, never a state
    "speaker0": "#8FC1E8",
    "speaker1": "#E3A08B",
    "speaker2": "#D8C48A",
    "speaker3": "#C79BD0",
    "speaker4": "#84C7B5",
    "speaker5": "#B5B0C4",
}
STATES = ("fresh", "waiting", "rendering", "pinned", "stale", "failed")
TEXT = {"micro": 10, "caption": 11, "small": 12, "body": 13, "lead": 15, "title": 20, "display": 32}
SPACE = (0, 4, 8, 12, 16, 24, 32)
RADIUS = {"s": 4, "m": 6, "l": 8, "poster": 10}
TOP_BAR, DOCK_HEAD, STATUS_BAR = 48, 34, 28
HOVER_MS, CHANGE_MS = 90, 140


def colour(name: str, alpha: float = 1.0) -> QColor:
    """A token as a colour. Raises KeyError for a name that is not one."""
    found = QColor(COLOURS[name])
    found.setAlphaF(alpha)
    return found


def luminance(hexadecimal: str) -> float:
    """Relative luminance, WCAG 2."""
    parts = [int(hexadecimal[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two tokens, WCAG 2, 1 to 21."""
    light, dark = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def style_sheet() -> str:
    """The whole window's style."""
    return _FRAMES.format(**_tokens()) + _CONTROLS.format(**_tokens()) + _LISTS.format(**_tokens())


def _tokens() -> dict[str, str | int]:
    sizes = {f"t_{name}": px for name, px in TEXT.items()}
    return {**COLOURS, **sizes, **{f"r_{k}": v for k, v in RADIUS.items()}, "family": family()}


_FRAMES = """
* {{ font-family: '{family}'; font-size: {t_small}px; color: {hi}; outline: 0; }}
QMainWindow, #shell, QDialog {{ background: {void}; }}
QMainWindow::separator {{ background: {void}; width: 5px; height: 5px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
#panel {{ background: {panel}; border-bottom-left-radius: {r_m}px;
  border-bottom-right-radius: {r_m}px; }}
#dockhead {{ background: {head}; border-bottom: 1px solid {line}; border-top-left-radius: {r_m}px;
  border-top-right-radius: {r_m}px; }}
#topbar {{ background: {panel}; border-bottom: 1px solid {line}; }}
#status, QStatusBar {{ background: {panel}; border-top: 1px solid {line}; }}
QStatusBar::item {{ border: 0; }}
#card {{ background: {card}; border: 1px solid transparent; border-radius: {r_m}px; }}
#card:hover {{ background: {card2}; }}
#card[selected="true"] {{ background: {card2}; border: 2px solid {accent_hi}; }}
#well {{ background: {void}; border-radius: {r_m}px; }}
#plain {{ background: transparent; }}
#warning {{ background: #2E2818; border-left: 3px solid {stale}; border-radius: {r_m}px; }}
#fault {{ background: #331E1D; border-left: 3px solid {failed}; border-radius: {r_m}px; }}
#notice {{ background: #1B2733; border-radius: {r_m}px; }}
#rule {{ background: {line}; }}
QLabel {{ background: transparent; }}
QLabel[tone="mid"] {{ color: {mid}; }}
QLabel[tone="low"] {{ color: {low}; font-size: {t_caption}px; }}
QLabel[tone="strong"] {{ font-weight: 700; }}
QLabel[tone="lead"] {{ font-size: {t_lead}px; font-weight: 700; }}
QLabel[tone="title"] {{ font-size: {t_title}px; font-weight: 700; }}
QLabel[tone="display"] {{ font-size: {t_display}px; font-weight: 700; }}
QLabel[tone="body"] {{ font-size: {t_body}px; }}
QLabel[tone="stale"] {{ color: {stale}; }} QLabel[tone="failed"] {{ color: {failed}; }}
QLabel[tone="fresh"] {{ color: {fresh}; }} QLabel[tone="cliff"] {{ color: {accent_hi}; }}
QLabel[tone="rendering"] {{ color: {rendering}; }}
QLabel[tone="removed"] {{ color: {low}; text-decoration: line-through; font-size: {t_body}px; }}
"""
_CONTROLS = """
QPushButton {{ background: {card2}; border: 1px solid transparent; border-radius: {r_m}px;
  padding: 0 12px; min-height: 26px; }}
QPushButton:hover {{ background: {card3}; }}
QPushButton:pressed {{ background: {line}; }}
QPushButton:focus {{ border-color: {accent_hi}; }}
QPushButton:disabled {{ color: {disabled}; background: {card}; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {on_accent}; font-weight: 700; }}
QPushButton[kind="primary"]:hover {{ background: {accent_hover}; }}
QPushButton[kind="primary"]:disabled {{ background: {card2}; color: {disabled}; }}
QPushButton[kind="ghost"] {{ background: transparent; color: {mid}; }}
QPushButton[kind="ghost"]:hover {{ background: {card2}; }}
QPushButton[kind="link"] {{ background: transparent; color: {accent_hi}; padding: 0 4px; }}
QPushButton[kind="small"] {{ min-height: 22px; padding: 0 8px; border-radius: {r_s}px;
  font-size: {t_caption}px; }}
QPushButton[kind="tab"] {{ background: transparent; color: {mid}; }}
QPushButton[kind="tab"]:checked {{ background: {card2}; color: {hi}; font-weight: 700; }}
QPushButton[kind="big"] {{ background: {accent}; color: {on_accent}; font-weight: 700;
  min-height: 38px; font-size: {t_lead}px; padding: 0 20px; }}
QPushButton[kind="big"]:hover {{ background: {accent_hover}; }}
QPushButton[kind="big"]:disabled {{ background: {card2}; color: {disabled}; }}
QPushButton[kind="wide"] {{ min-height: 38px; font-size: {t_body}px; font-weight: 700; }}
QPushButton[kind="round"] {{ background: {hi}; border-radius: 18px; padding: 0; min-height: 34px; }}
QPushButton[kind="wide"] {{ min-height: 38px; font-size: {t_body}px; font-weight: 700; }}
QPushButton[kind="round"]:hover {{ background: {on_accent}; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: {r_s}px; }}
QToolButton:hover {{ background: {card2}; }} QToolButton:focus {{ border-color: {accent_hi}; }}
QToolButton:checked {{ background: {accent_bg}; }}
QToolButton::menu-indicator {{ image: none; }}
#segments {{ background: {void}; border-radius: {r_m}px; }}
#segments QPushButton {{ background: transparent; color: {mid}; border-radius: {r_s}px;
  min-height: 20px; padding: 0 12px; border: 1px solid transparent; }}
#segments QPushButton:checked {{ background: {card3}; color: {hi}; font-weight: 700; }}
#segments QPushButton:focus {{ border-color: {accent_hi}; }}
#workspaces {{ background: {void}; border-radius: {r_l}px; }}
#workspaces QPushButton {{ background: transparent; color: {mid}; border-radius: {r_m}px;
  min-height: 26px; min-width: 76px; padding: 0 12px; font-size: {t_body}px; }}
#workspaces QPushButton:checked {{ background: {accent_bg}; color: {accent_hi}; font-weight: 700; }}
#workspaces QPushButton:focus {{ border-color: {accent_hi}; }}
QPlainTextEdit, QLineEdit, QComboBox, QSpinBox {{ background: {card}; border: 1px solid {line};
  border-radius: {r_m}px; padding: 8px; selection-background-color: {accent};
  selection-color: {on_accent}; font-size: {t_body}px; }}
QSpinBox {{ padding: 0 4px; }}
QLineEdit, QComboBox {{ padding: 0 8px; }}
QLineEdit, QComboBox, QSpinBox {{ min-height: 26px; font-size: {t_small}px; }}
QPlainTextEdit:focus, QLineEdit:focus, QComboBox:focus, QSpinBox:focus {{
  border-color: {accent_hi}; }}
QPlainTextEdit[kind="line"] {{ background: transparent; border: 1px solid transparent;
  border-radius: {r_s}px; padding: 1px 3px; font-size: {t_body}px; }}
QPlainTextEdit[kind="line"]:hover {{ border-color: {line}; }}
QPlainTextEdit[kind="line"]:focus {{ background: {void}; border-color: {accent_hi}; }}
QPlainTextEdit[kind="story"] {{ border-color: {edge}; font-size: {t_lead}px; padding: 12px; }}
QPlainTextEdit[kind="story"]:focus {{ border-color: {accent_hi}; }}
QComboBox::drop-down {{ border: 0; width: 20px; }} QComboBox::down-arrow {{ image: none; }}
QComboBox[kind="flat"] {{ background: transparent; border-color: transparent; padding: 0 2px 0 4px;
  min-height: 20px; color: {mid}; }}
QComboBox[kind="flat"]:hover {{ background: {card2}; }}
QComboBox QAbstractItemView {{ background: {card2}; border: 1px solid {line}; padding: 4px;
  selection-background-color: {accent_bg}; selection-color: {accent_hi}; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: 0; }}
QSlider::groove:horizontal {{ height: 4px; background: {card3}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {accent_hi}; border-radius: 2px; }}
QSlider::sub-page:horizontal:disabled {{ background: {edge}; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -5px 0; border-radius: 7px;
  background: {hi}; }}
QSlider::handle:horizontal:focus {{ background: {accent_hi}; }}
QCheckBox {{ spacing: 8px; min-height: 24px; }}
QCheckBox::indicator {{ width: 16px; height: 16px; border-radius: {r_s}px;
  border: 1px solid {edge}; background: {card}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; }}
QCheckBox:focus {{ color: {accent_hi}; }}
"""
_LISTS = """
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: 0; }}
QListView, QTableView, QGraphicsView {{ background: transparent; border: 0; }}
QTableView::item {{ padding: 0 8px; border-bottom: 1px solid {line}; }}
QTableView::item:hover {{ background: {card}; }}
QTableView::item:selected {{ background: {card2}; }}
QTableView:focus {{ border: 1px solid {edge}; border-radius: {r_s}px; }}
QHeaderView {{ background: transparent; border: 0; }}
QHeaderView::section {{ background: transparent; color: {low}; padding: 0 8px; border: 0;
  border-bottom: 1px solid {line}; font-size: {t_caption}px; }}
QHeaderView::section:hover {{ color: {hi}; }}
QHeaderView::up-arrow, QHeaderView::down-arrow {{ image: none; width: 0; height: 0; }}
QScrollBar:vertical {{ background: transparent; width: 8px; margin: 2px 0; }}
QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 0 2px; }}
QScrollBar::handle {{ background: {card3}; border-radius: 3px; min-height: 32px;
  min-width: 32px; }}
QScrollBar::handle:hover {{ background: {edge}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
  height: 0; width: 0; background: transparent; }}
QMenu {{ background: {card2}; border: 1px solid {line}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: {r_s}px; }}
QMenu::item:selected {{ background: {accent_bg}; color: {accent_hi}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QToolTip {{ background: {card3}; color: {hi}; border: 0; padding: 6px 8px; }}
QTabBar::tab {{ background: {head}; color: {mid}; padding: 6px 14px; border: 0;
  border-top-left-radius: {r_m}px; border-top-right-radius: {r_m}px; }}
QTabBar::tab:selected {{ background: {panel}; color: {hi}; font-weight: 700; }}
QProgressBar {{ background: {card3}; border: 0; border-radius: 2px; max-height: 4px;
  min-height: 4px; }}
QProgressBar::chunk {{ background: {rendering}; border-radius: 2px; }}
"""
