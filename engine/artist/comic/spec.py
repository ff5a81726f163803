"""What a character is: frozen specs, expression parameters, and a seeded cast."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from engine.artist.comic.ink import RGB

AGES = ("child", "teen", "young", "mature", "elder")
FACES = ("oval", "heart", "long", "square", "round")
EYES = ("almond", "round", "phoenix", "droopy", "narrow")
HAIRS = (
    "long_bangs",
    "wavy_side",
    "high_ponytail",
    "bob",
    "bun_pins",
    "updo",
    "braids",
    "short_fringe",
    "slick_back",
    "spiky",
    "topknot_long",
    "buzz",
    "elder_combed",
    "comma",
)
OUTFITS = ("suit", "evening", "hanfu", "school", "hospital", "bodyguard", "street", "tangzhuang")
ACCESSORIES = ("glasses", "sunglasses", "earrings", "dragon", "mask", "hairpin", "beard", "scar")

SKINS: dict[str, tuple[RGB, RGB]] = {  # light tone, shadow tone
    "porcelain": ((255, 233, 219), (236, 180, 174)),
    "fair": ((252, 222, 200), (226, 166, 150)),
    "warm": ((243, 203, 172), (206, 146, 122)),
    "tan": ((222, 172, 134), (176, 116, 94)),
    "pale": ((244, 228, 222), (206, 178, 190)),
}


@dataclass(frozen=True)
class Character:
    name: str = "Lin"
    age: str = "young"
    gender: str = "f"
    face: str = "oval"
    hair: str = "long_bangs"
    hair_rgb: RGB = (46, 34, 52)
    eye: str = "almond"
    eye_rgb: RGB = (120, 70, 44)
    skin: str = "porcelain"
    outfit: str = "suit"
    outfit_rgb: RGB = (44, 50, 92)
    accent_rgb: RGB = (178, 42, 60)
    accessories: frozenset[str] = frozenset()
    build: float = 1.0  # shoulder and limb breadth
    stature: float = 1.0  # leg length
    lips: RGB = (206, 92, 98)
    seed: int = 1

    @property
    def female(self) -> bool:
        return self.gender == "f"

    def has(self, item: str) -> bool:
        return item in self.accessories


@dataclass(frozen=True)
class Expression:
    """Continuous face parameters; 0 is neutral unless noted. Positive brow = up."""

    brow_in: float = 0.0
    brow_out: float = 0.0
    furrow: float = 0.0
    eye_open: float = 1.0
    lower_lid: float = 0.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    pupil: float = 1.0
    mouth_curve: float = 0.15
    mouth_open: float = 0.0
    mouth_width: float = 1.0
    mouth_round: float = 0.0
    mouth_skew: float = 0.0
    teeth: float = 0.0
    blush: float = 0.0
    sweat: float = 0.0
    vein: float = 0.0
    tears: float = 0.0
    gloom: float = 0.0
    roll: float = 0.0  # degrees
    pitch: float = 0.0  # + is down
    wince: float = 0.0  # one eye shut

    def blend(self, other: "Expression", t: float) -> "Expression":
        return Expression(
            **{
                f.name: getattr(self, f.name) + (getattr(other, f.name) - getattr(self, f.name)) * t
                for f in fields(self)
            }
        )


CALM = Expression()
EXPRESSIONS: dict[str, Expression] = {
    "calm": CALM,
    "joy": Expression(
        brow_in=0.3,
        brow_out=0.3,
        eye_open=0.05,
        lower_lid=0.8,
        mouth_curve=1.0,
        mouth_open=0.62,
        mouth_width=1.18,
        blush=0.6,
        roll=-4,
    ),
    "tender": Expression(
        brow_in=0.35,
        brow_out=-0.1,
        eye_open=0.78,
        lower_lid=0.3,
        gaze_y=0.25,
        mouth_curve=0.62,
        mouth_width=0.96,
        blush=0.75,
        roll=6,
        pitch=0.25,
    ),
    "sorrow": Expression(
        brow_in=0.95,
        brow_out=-0.55,
        furrow=0.35,
        eye_open=0.68,
        lower_lid=0.3,
        gaze_y=0.35,
        mouth_curve=-0.75,
        mouth_open=0.14,
        mouth_width=0.84,
        blush=0.35,
        tears=1,
        roll=5,
        pitch=0.35,
    ),
    "anger": Expression(
        brow_in=-1.05,
        brow_out=0.4,
        furrow=1,
        eye_open=0.92,
        lower_lid=0.35,
        pupil=0.82,
        mouth_curve=-0.85,
        mouth_open=0.74,
        mouth_width=1.16,
        teeth=0.45,
        vein=1,
        pitch=0.15,
    ),
    "fear": Expression(
        brow_in=0.95,
        brow_out=-0.2,
        furrow=0.5,
        eye_open=1.25,
        pupil=0.6,
        gaze_x=-0.25,
        mouth_curve=-0.5,
        mouth_open=0.34,
        mouth_width=0.92,
        teeth=0.6,
        sweat=1,
        gloom=0.75,
        pitch=-0.1,
    ),
    "surprise": Expression(
        brow_in=0.95,
        brow_out=0.9,
        eye_open=1.32,
        pupil=0.78,
        mouth_curve=0,
        mouth_open=0.72,
        mouth_width=0.74,
        mouth_round=0.7,
        sweat=0.5,
        pitch=-0.2,
    ),
    "contempt": Expression(
        brow_in=-0.3,
        brow_out=0.6,
        furrow=0.2,
        eye_open=0.56,
        lower_lid=0.2,
        gaze_x=0.55,
        gaze_y=0.25,
        mouth_curve=0.2,
        mouth_skew=1,
        mouth_width=0.92,
        roll=-6,
        pitch=-0.5,
    ),
    "determination": Expression(
        brow_in=-0.72,
        brow_out=0.3,
        furrow=0.6,
        eye_open=0.95,
        lower_lid=0.2,
        mouth_curve=-0.25,
        mouth_width=0.92,
        pitch=0.2,
    ),
    "pain": Expression(
        brow_in=0.25,
        brow_out=-0.35,
        furrow=1,
        eye_open=0.42,
        lower_lid=0.6,
        mouth_curve=-0.6,
        mouth_open=0.42,
        mouth_width=1.05,
        teeth=1,
        sweat=0.9,
        wince=1,
        blush=0.3,
        roll=8,
        pitch=0.2,
    ),
}

VISEMES: dict[str, dict[str, float]] = {
    "M": dict(mouth_open=0.0, mouth_width=0.98, mouth_round=0.0),
    "A": dict(mouth_open=0.75, mouth_width=1.0, mouth_round=0.2),
    "E": dict(mouth_open=0.38, mouth_width=1.15, mouth_round=0.0),
    "O": dict(mouth_open=0.62, mouth_width=0.78, mouth_round=0.8),
    "U": dict(mouth_open=0.28, mouth_width=0.58, mouth_round=1.0),
}


def expression(name: str, intensity: float = 1.0) -> Expression:
    return CALM.blend(EXPRESSIONS[name], intensity)


def with_viseme(e: Expression, viseme: str) -> Expression:
    """Lip flap over an emotion: the emotion keeps its curve and part of its width."""
    v = VISEMES[viseme]
    return replace(
        e,
        mouth_open=v["mouth_open"],
        mouth_round=v["mouth_round"],
        mouth_width=0.65 * v["mouth_width"] + 0.35 * e.mouth_width,
        teeth=min(e.teeth, 0.3),
    )


def blink(e: Expression, t: float) -> Expression:
    return replace(e, eye_open=e.eye_open * (1 - t))


# ------------------------------------------------------------------ cast
@dataclass(frozen=True)
class Role:
    name: str
    age: str
    gender: str
    hairs: tuple[str, ...]
    outfits: tuple[str, ...]
    faces: tuple[str, ...]
    eyes: tuple[str, ...]
    skins: tuple[str, ...]
    hair_rgbs: tuple[RGB, ...]
    outfit_rgbs: tuple[RGB, ...]
    accents: tuple[RGB, ...]
    extras: frozenset[str]
    build: float = 1.0
    stature: float = 1.0


F = frozenset
ROLES: tuple[Role, ...] = (
    Role(
        "heroine",
        "young",
        "f",
        ("long_bangs", "high_ponytail", "braids"),
        ("school", "hospital"),
        ("oval", "heart"),
        ("round", "almond"),
        ("porcelain",),
        ((92, 54, 44), (64, 44, 58)),
        ((60, 92, 150), (70, 110, 128)),
        ((214, 70, 84), (236, 150, 70)),
        F(),
    ),
    Role(
        "ceo",
        "young",
        "m",
        ("slick_back", "comma"),
        ("suit",),
        ("long", "oval"),
        ("narrow", "phoenix"),
        ("fair",),
        ((30, 28, 42), (38, 30, 34)),
        ((38, 42, 66), (58, 60, 70)),
        ((150, 34, 52), (42, 74, 120)),
        F(),
        1.04,
        1.04,
    ),
    Role(
        "rival",
        "young",
        "f",
        ("wavy_side", "bob"),
        ("evening",),
        ("heart",),
        ("phoenix",),
        ("fair",),
        ((140, 52, 46), (176, 116, 70)),
        ((170, 24, 58), (88, 34, 112)),
        ((244, 206, 120),),
        F({"earrings"}),
    ),
    Role(
        "elder",
        "elder",
        "m",
        ("elder_combed",),
        ("tangzhuang",),
        ("square",),
        ("droopy",),
        ("warm",),
        ((206, 202, 206), (170, 168, 176)),
        ((122, 30, 34), (56, 40, 74)),
        ((222, 178, 90),),
        F({"beard", "glasses"}),
        0.98,
        0.92,
    ),
    Role(
        "guard",
        "mature",
        "m",
        ("buzz",),
        ("bodyguard",),
        ("square",),
        ("narrow",),
        ("tan", "warm"),
        ((34, 30, 34),),
        ((32, 33, 38),),
        ((14, 14, 18),),
        F({"sunglasses", "dragon"}),
        1.24,
        1.03,
    ),
    Role(
        "prince",
        "young",
        "m",
        ("topknot_long",),
        ("hanfu",),
        ("heart", "oval"),
        ("phoenix",),
        ("porcelain",),
        ((28, 26, 36), (214, 214, 226)),
        ((222, 230, 232), (66, 122, 116)),
        ((58, 104, 120), (196, 164, 92)),
        F({"hairpin"}),
        0.98,
        1.02,
    ),
)


def cast(seed: int) -> tuple[Character, ...]:
    """Six people who never share a hair style, an outfit or a key colour."""
    rng = np.random.default_rng(seed)
    one = lambda seq: seq[int(rng.integers(len(seq)))]
    return tuple(
        Character(
            name=r.name,
            age=r.age,
            gender=r.gender,
            face=one(r.faces),
            hair=one(r.hairs),
            hair_rgb=one(r.hair_rgbs),
            eye=one(r.eyes),
            eye_rgb=one(((120, 70, 44), (92, 62, 96), (70, 84, 110), (134, 84, 40))),
            skin=one(r.skins),
            outfit=one(r.outfits),
            outfit_rgb=one(r.outfit_rgbs),
            accent_rgb=one(r.accents),
            accessories=r.extras,
            build=r.build,
            stature=r.stature,
            lips=(196, 40, 62) if r.name == "rival" else (214, 112, 110),
            seed=seed * 31 + i,
        )
        for i, r in enumerate(ROLES)
    )
