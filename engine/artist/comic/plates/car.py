"""Inside a car."""

from __future__ import annotations

import skia

from engine.artist.comic.ink import (
    RGB,
    WHITE,
    arr,
    mix,
    mul,
    path,
    ribbon,
    spline,
)
from engine.artist.comic.plates.rooms import SCREEN, lamp
from engine.artist.comic.stage import H, Plate, Stage, W


def car_interior(st: Stage) -> Plate:
    a = st.far
    st.paint_sky(a, False)
    hy = H * 0.45
    st.skyline(
        a,
        hy + 70,
        -40,
        W + 40,
        (200, 560),
        mix(st.sky.mid, st.sky.top, 0.4),
        0.4 * st.sky.dark + 0.04,
        (60, 130),
    )
    a.grad(
        arr([(0, hy + 60), (W, hy + 60), (W, H), (0, H)]),
        (0, hy),
        (0, H * 0.7),
        [(mix((80, 80, 98), st.sky.low, 0.3), 1), ((34, 34, 48), 1)],
    )
    for k in range(26):
        x, y, r = st.rng.uniform(0, W), st.rng.uniform(hy - 160, hy + 130), st.rng.uniform(14, 46)
        c = ((255, 190, 90), (255, 90, 90), (120, 200, 255), (255, 240, 200))[k % 4]
        a.glow(x, y, r * 1.2, c, 0.55 * (0.3 + st.sky.dark), 1, SCREEN)
        a.c.drawCircle(x, y, r * 0.5, a.paint(c, 0.35))
    m = st.mid  # rear bench looking back through the rear window
    leather: RGB = (70, 52, 56)
    m.c.save()
    hole = spline([(170, 420), (540, 372), (910, 420), (965, 780), (540, 810), (115, 780)], True)
    m.c.clipPath(path(hole), skia.ClipOp.kDifference, True)
    m.grad(
        arr([(0, 0), (W, 0), (W, H), (0, H)]),
        (0, 0),
        (0, H),
        [((104, 92, 92), 1), ((60, 48, 56), 1), ((28, 22, 30), 1)],
    )
    m.c.restore()
    m.outline(hole, 12, (26, 22, 30))
    m.outline(hole, 3, (150, 146, 160))
    with m.clip(hole):
        for x in (250, 620):
            m.fill(arr([(x, 360), (x + 110, 360), (x - 60, 820), (x - 170, 820)]), WHITE, 0.08)
        for y in range(450, 800, 34):
            m.line([(100, y + 8), (540, y), (980, y + 8)], 2, (180, 120, 110), (0, 0), 0.3)
    for sx in (0, 1):
        side = spline(
            [
                (x if sx == 0 else W - x, y)
                for x, y in ((-30, 360), (70, 430), (112, 700), (96, 900), (-30, 930))
            ],
            True,
        )
        m.grad(side, (0, 380), (0, 930), [(st.sky.mid, 1), (mix(st.sky.low, (60, 60, 90), 0.4), 1)])
        m.outline(side, 9, (24, 20, 28))
    for x0, x1 in ((-30, 372), (392, 688), (708, W + 30)):
        seat = spline(
            [
                (x0, 980),
                (x0 + 30, 880),
                ((x0 + x1) / 2, 862),
                (x1 - 30, 880),
                (x1, 980),
                (x1 - 4, 1500),
                (x1, H + 20),
                (x0, H + 20),
                (x0 + 4, 1500),
            ],
            True,
        )
        m.grad(
            seat,
            (0, 860),
            (0, H),
            [
                (mix(leather, (206, 160, 140), 0.4), 1, 0),
                (leather, 1, 0.35),
                (mul(leather, (110, 100, 120)), 1, 1),
            ],
        )
        m.outline(seat, 4, (22, 14, 20))
        for k in range(1, 4):
            x = x0 + (x1 - x0) * k / 4
            m.line(
                [(x, 930), (x + 3, 1180), (x, 1500)], 4, mul(leather, (120, 100, 110)), (0.2, 0.2)
            )
            m.line(
                [(x + 6, 930), (x + 9, 1180), (x + 6, 1500)],
                2,
                mix(leather, WHITE, 0.3),
                (0.2, 0.2),
                0.6,
            )
        if x0 != 392:
            hr = spline(
                [
                    ((x0 + x1) / 2 - 105, 850),
                    ((x0 + x1) / 2 - 92, 742),
                    ((x0 + x1) / 2 + 92, 742),
                    ((x0 + x1) / 2 + 105, 850),
                ],
                True,
            )
            m.grad(hr, (0, 740), (0, 870), [(mix(leather, (206, 160, 140), 0.45), 1), (leather, 1)])
            m.outline(hr, 4, (22, 14, 20))
    for y in (150, 250):
        m.line([(0, y + 30), (540, y), (W, y + 30)], 4, (70, 58, 60), (0, 0))
    m.c.drawRRect(
        skia.RRect.MakeRectXY(skia.Rect.MakeXYWH(440, 130, 200, 52), 18, 18),
        m.paint((255, 240, 206)),
    )
    m.glow(540, 160, 330, (255, 226, 170), 0.55, 1, SCREEN)
    n = st.near
    for x in (64, W - 64):
        belt = ribbon(
            spline(
                [
                    (x, 700),
                    (x + (90 if x < 500 else -90), 1200),
                    (x + (150 if x < 500 else -150), H + 20),
                ]
            ),
            22,
        )
        n.fill(belt, (36, 34, 46))
        n.outline(belt, 3, (14, 12, 18))
    front = spline([(-60, H + 30), (-40, 1640), (110, 1560), (270, 1620), (300, H + 30)], True)
    n.grad(front, (0, 1560), (0, H), [((60, 46, 54), 1), ((24, 18, 26), 1)])
    n.outline(front, 5, (12, 8, 14))
    st.ground, st.specks = (60, 48, 52), ("dust",)
    st.drift(
        "traffic", 110, 690, 860, 60, (255, 214, 150), round(30 + 60 * st.sky.dark), 160, "far"
    )
    st.drift("beam", 0, 860, W, 900, (255, 226, 180), 14, 260, "mid")
    return st.done(
        "car",
        lamp(
            st,
            0.1,
            -0.9,
            -0.85,
            -0.3,
            st.sky.rim,
            mix(st.sky.ambient, (222, 200, 200), 0.5),
            (140, 126, 180),
            0.75,
        ),
    )
