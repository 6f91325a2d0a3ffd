"""Governments are read from the reference tables."""

from converter.authority.governments import load_governments


def test_every_government_has_one_ascii_path_and_two_names() -> None:
    governments = load_governments().all

    paths = [one.path for one in governments]

    assert len(set(paths)) == len(paths)
    assert all(path.isascii() and not path.endswith("/") for path in paths)
    assert all(one.name and one.name_en for one in governments)


def test_a_municipality_lies_in_a_prefecture_of_the_table() -> None:
    governments = load_governments()
    prefectures = {one.name for one in governments.prefectures}

    homes = {one.prefecture for one in governments.all}

    assert len(prefectures) == 47
    assert homes - prefectures == {""}
    assert governments.prefecture("香川県").path == "id/pref/37"
    assert governments.named("高松市") == next(
        one for one in governments.all if one.path == "id/muni/372013"
    )
