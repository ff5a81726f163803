"""The plane cache: bounded, shared through a folder, and safe against damage."""

import numpy as np

from engine.film.cache import PlaneCache
from engine.film.layers import make_layer


def drawing(seed):
    picture = np.zeros((64, 96, 4), np.uint8)
    picture[8:40, 20:70] = np.random.default_rng(seed).integers(0, 200, 4)
    picture[8:40, 20:70, 3] = 255
    return make_layer(picture, opaque=False, half=False, cell=16)


def same(a, b):
    arrays = zip(a.planes.arrays, b.planes.arrays, strict=True)
    return (a.cells, a.step, a.x, a.y) == (b.cells, b.step, b.x, b.y) and all(
        np.array_equal(x, y) for x, y in arrays
    )


def never():
    raise AssertionError("made again")


def test_a_drawing_is_made_once():
    cache = PlaneCache()
    first = cache.layer(["a"], lambda: drawing(1))
    assert cache.layer(["a"], never) is first


def test_another_process_finds_it_in_the_folder(tmp_path):
    first = PlaneCache(folder=tmp_path).layer(["a"], lambda: drawing(1))
    assert same(PlaneCache(folder=tmp_path).layer(["a"], never), first)


def test_a_damaged_file_is_made_again(tmp_path):
    PlaneCache(folder=tmp_path).layer(["a"], lambda: drawing(1))
    (file,) = tmp_path.iterdir()
    for data in (b"", b"junk" * 9, file.read_bytes()[:-5]):
        file.write_bytes(data)
        found = PlaneCache(folder=tmp_path).layer(["a"], lambda: drawing(1))
        assert same(found, drawing(1))


def test_memory_is_bounded():
    one = drawing(0).planes.nbytes
    cache = PlaneCache(limit=3 * one)
    for i in range(10):
        cache.layer([i], lambda i=i: drawing(i))
    assert cache.held <= 3 * one
    cache.layer([9], never)


def test_the_folder_is_kept_below_its_limit(tmp_path, monkeypatch):
    cache = PlaneCache(folder=tmp_path)
    for i in range(6):
        cache.layer([i], lambda i=i: drawing(i))
    size = max(f.stat().st_size for f in tmp_path.iterdir())
    monkeypatch.setattr("engine.film.cache.DISK_LIMIT", 2 * size)
    PlaneCache(folder=tmp_path)
    assert 1 <= len(list(tmp_path.iterdir())) <= 2


def test_private_drawings_are_not_shared(tmp_path):
    PlaneCache(folder=tmp_path).layer(["a"], lambda: drawing(1), share=False)
    assert list(tmp_path.iterdir()) == []
