"""What a character is: frozen traits, and the continuous parameters of a face."""

from __future__ import annotations

from dataclasses import dataclass, fields

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
OUTFITS = (
    "suit",
    "evening",
    "hanfu",
    "school",
    "hospital",
    "bodyguard",
    "street",
    "tangzhuang",
    "coat",
    "blouse",
    "waistcoat",
    "mantle",
)
NOSES = ("small", "straight", "broad", "hooked")
MOUTHS = ("small", "full", "wide", "thin")
BROWS = ("soft", "straight", "arched", "thick", "sharp")
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
    nose: str = "straight"
    mouth: str = "full"
    brow: str = "soft"
    jaw: float = 1.0  # breadth of the lower face

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

    def blend(self, other: Expression, t: float) -> Expression:
        return Expression(
            **{
                f.name: getattr(self, f.name) + (getattr(other, f.name) - getattr(self, f.name)) * t
                for f in fields(self)
            }
        )


CALM = Expression()
