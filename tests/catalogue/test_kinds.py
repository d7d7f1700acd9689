import pytest

from catalogue import kinds


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})


def test_kind_is_known_by_its_code():
    kinds.register("letter", "Letter", "Letters")
    assert kinds.get("letter").plural == "Letters"


def test_kind_of_a_section_that_is_gone_is_called_by_its_code():
    assert kinds.get("letter").label == "letter"


def test_kind_registered_again_by_the_same_section_stays_one():
    label = "Letter"
    kinds.register("letter", label, "Letters")
    kinds.register("letter", label, "Letters")
    assert [kind.code for kind in kinds.all_kinds()] == ["letter"]


def test_kind_belongs_to_one_section():
    kinds.register("letter", "Letter", "Letters")
    with pytest.raises(ValueError, match="letter"):
        kinds.register("letter", "Appeal", "Appeals")
