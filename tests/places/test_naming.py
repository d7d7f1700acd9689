import pytest

from places import naming


@pytest.mark.parametrize(
    ("kind", "name_ky", "parent", "slug"),
    [
        ("oblast", "Ысык-Көл облусу", "", "ysyk-kol"),
        ("district", "Сузак району", "jalal-abad", "suzak"),
        ("city", "Көк-Жаңгак шаары", "suzak", "kok-janggak-shaary"),
        ("city", "Кант", "chui", "kant-shaary"),
        ("aiyl_aimak", "Кызыл-Суу айыл аймагы", "jeti-oguz", "jeti-oguz-kyzyl-suu"),
        ("village", "Багыш айылы", "suzak-bagysh", "suzak-bagysh-bagysh"),
    ],
)
def test_slug_follows_the_kyrgyz_name(kind, name_ky, parent, slug):
    assert naming.slug_for(kind, name_ky, parent) == slug


@pytest.mark.parametrize(
    ("kind", "given", "full"),
    [
        ("city", ("Кант", "Кант"), ("г. Кант", "Кант шаары")),
        ("city", ("г. Кант", "Кант шаары"), ("г. Кант", "Кант шаары")),
        ("city", ("город Кант", "Кант"), ("город Кант", "Кант шаары")),
        ("aiyl_aimak", ("Масынский", "Масы"), ("Масынский айылный аймак", "Масы айыл аймагы")),
        (
            "aiyl_aimak",
            ("Айылный аймак им. Т. Кулатова", "Т. Кулатов айыл аймагы"),
            ("Айылный аймак им. Т. Кулатова", "Т. Кулатов айыл аймагы"),
        ),
        ("village", ("Багыш", "Багыш"), ("с. Багыш", "Багыш айылы")),
        ("district", ("Сузакский", "Сузак"), ("Сузакский район", "Сузак району")),
        ("oblast", ("Чуйская область", "Чүй облусу"), ("Чуйская область", "Чүй облусу")),
    ],
)
def test_full_names_have_the_word_for_the_kind_once(kind, given, full):
    assert naming.full_names(kind, *given) == full


def test_asked_words_drop_the_kind_only_beside_other_words():
    assert naming.asked_words("город Кант") == ["кант"]
    assert naming.asked_words("город") == ["город"]
    assert naming.asked_words("Сузакского района") == ["сузакск"]


def test_spellings_of_one_name_give_the_same_words():
    assert naming.words_of("Джумгал") == naming.words_of("Жумгал")
    assert naming.words_of("Жеңиш") == naming.words_of("Жениш")
