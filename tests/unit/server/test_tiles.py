"""The tiles of prefectures: names that fit their tile in both languages."""

import pytest

from server.site.tiles import PrefectureCount, Tile, tiles

CODES = [f"{number:02}" for number in range(1, 48)]


def tile(code: str, name: str) -> Tile:
    (found,) = tiles([PrefectureCount(code, name, "/", 3)])
    return found


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Yamanashi", ["Yama-", "nashi"]),
        ("Shizuoka", ["Shi-", "zuoka"]),
        ("Tottori", ["Tot-", "tori"]),
        ("Nagano", ["Naga-", "no"]),
        ("Niigata", ["Nii-", "gata"]),
        ("Gunma", ["Gunma"]),
        ("Mie", ["Mie"]),
        ("神奈川県", ["神奈川"]),
    ],
)
def test_a_long_latin_name_takes_two_lines(name: str, lines: list[str]) -> None:
    assert [line.text for line in tile("19", name).lines] == lines


def test_a_tile_of_two_columns_has_the_name_in_one_line() -> None:
    assert [line.text for line in tile("07", "Fukushima").lines] == ["Fukushima"]


@pytest.mark.parametrize("name", ["Yamanashi", "山梨県"])
def test_the_texts_of_a_tile_are_within_it(name: str) -> None:
    for found in tiles([PrefectureCount(code, name, "/", 3) for code in CODES]):
        texts = [*(line.y for line in found.lines), found.base]

        assert found.y + 10 < texts[0] < texts[-1] <= found.bottom - 4
        assert max(line.squeeze for line in found.lines) <= found.width - 4


def test_tiles_do_not_overlap_whatever_their_height() -> None:
    for name in ("Mie", "三重県"):
        found = tiles([PrefectureCount(code, name, "/", 3) for code in CODES])
        areas = [
            (found.x + x, found.y + y)
            for found in found
            for x in range(0, found.width, 10)
            for y in range(0, found.height, 10)
        ]

        assert len(areas) == len(set(areas))
