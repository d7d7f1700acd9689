import pytest

from places import facts


@pytest.mark.parametrize(("text", "relief"), [
    ("", ""), ("  ", ""), ("mountains", "mountains"), ("Горы", "mountains"), ("тоолуу", "mountains"),
    ("Предгорье", "foothills"), ("тоо этеги", "foothills"), ("valley", "valley"), ("өрөөн", "valley"),
])
def test_relief_is_read_in_three_languages(text, relief):
    assert facts.relief(text) == relief


@pytest.mark.parametrize(("text", "languages"), [
    ("", []), ("ky", ["ky"]), ("uz ky", ["ky", "uz"]), ("uz, ky; ky", ["ky", "uz"]),
    ("кыргызский, узбекский", ["ky", "uz"]), ("тажикче", ["tg"]),
])
def test_languages_are_read_each_once_in_one_order(text, languages):
    assert facts.languages(text) == languages


@pytest.mark.parametrize(("text", "population"), [
    ("", None), ("6200", 6200), ("6 200", 6200), ("6\xa0200", 6200), ("2000000", 2_000_000),
])
def test_population_is_read_with_spaces_or_without(text, population):
    assert facts.population(text) == population


@pytest.mark.parametrize(("reading", "text"), [
    (facts.relief, "sea"), (facts.relief, "горы и долина"), (facts.languages, "ky, klingon"),
    (facts.population, "0"), (facts.population, "-5"), (facts.population, "6,2"), (facts.population, "много"),
    (facts.population, "2000001"), (facts.population, "٣"),
])
def test_what_makes_no_sense_is_refused_with_the_text(reading, text):
    with pytest.raises(ValueError, match=text):
        reading(text)
