import pytest

from accounts.names import mixes_alphabets, normal_email, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Aida@Aimak.KG", "aida@aimak.kg"),
        ("ａｉｄａ@ａｉｍａｋ.kg", "aida@aimak.kg"),
        ("no-at-sign", "no-at-sign"),
        ("aida@" + "а" * 100 + ".kg", "aida@" + "а" * 100 + ".kg"),
        ("", ""),
    ],
)
def test_address_has_one_spelling(typed, kept):
    assert normal_email(typed) == kept
    assert normal_email(kept) == kept


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("Мэрия", False), ("Mэрия", True), ("Айдай Kanatova", False), ("Асанова-Kim", False),
        ("Өмүрбек Ңурлан", False), ("Αида", True), ("", False), ("2026", False),
    ],
)
def test_word_of_two_alphabets_is_seen(name, mixed):
    assert mixes_alphabets(name) is mixed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Аида \n Асанова ", "Аида Асанова"), ("А\u202eида", "Аида"), ("\u200b\u2060", ""),
        ("Аи\u0000да", "Аида"),
    ],
)
def test_name_is_one_line_of_visible_text(typed, kept):
    assert one_line(typed) == kept
