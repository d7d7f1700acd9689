import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from language.terms import MAX_QUERY_WORDS, search_literal, search_query, tokenise

NASTY = st.text(alphabet="аөыЖ's\\\"&|!():*<->№ 12_\n\0%{}", max_size=40)
ANY = st.one_of(NASTY, st.text(st.characters(), max_size=60))
on_the_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def finds(document, query):
    return run("SELECT %s::tsvector @@ %s::tsquery", search_literal([(document, "A")]), search_query(query))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Ак-Суу айыл өкмөтү", ["ак", "суу", "айыл", "окмоту"]),
        ("Токтом № 123-б, 2024г.", ["токтом", "123", "б", "2024", "г"]),
        ("Закон КР от 20.10.2021 № 123/5", ["закон", "кр", "от", "20", "10", "2021", "123", "5"]),
        ("«IT-компаниялар» жана KOICAнын", ["it", "компаниялар", "жана", "koicaнын"]),
        ("5кВт, snake_case", ["5", "квт", "snake", "case"]),
        ("", []),
        ("… — №", []),
    ],
)
def test_tokenise_takes_words_and_numbers(text, terms):
    assert tokenise(text) == terms


def test_tokenise_cuts_endless_words():
    assert tokenise("ы" * 5000) == ["ы" * 100]


def test_search_literal_keeps_positions_weights_and_a_gap():
    assert search_literal([("Таза суу", "A"), ("суу", "D")]) == "'таза':1A 'суу':2A,8D"


def test_search_literal_of_nothing_is_empty():
    assert search_literal([]) == search_literal([("—", "A")]) == ""


@pytest.mark.parametrize("weight", ["E", "", "AB", "a"])
def test_search_literal_refuses_an_unknown_weight(weight):
    with pytest.raises(ValueError, match="A weight is one of"):
        search_literal([("суу", weight)])


@pytest.mark.django_db
def test_search_literal_numbers_words_up_to_the_last_position_postgres_knows():
    literal = search_literal([(" ".join(f"сөз {n}" for n in range(9000)), "B"), ("аягы", "C")])
    assert ":16382B" in literal
    assert "'аягы':16383C" in literal
    assert run("SELECT %s::tsvector @@ %s::tsquery", literal, search_query("аягы"))


@pytest.mark.django_db
def test_search_literal_of_very_many_different_words_is_cut_to_what_postgres_takes():
    digits = str.maketrans("0123456789", "абвгдежзик")
    text = " ".join("ы" * 20 + str(n).translate(digits) for n in range(60_000))
    literal = search_literal([(text, "B")])
    assert run("SELECT length(%s::tsvector)", literal) < 60_000


@pytest.mark.django_db
def test_search_literal_keeps_at_most_255_positions_of_a_term():
    literal = search_literal([("суу " * 1000, "A")])
    assert literal.count(",") == 254
    assert run("SELECT %s::tsvector::text", literal) == literal


@pytest.mark.django_db
@on_the_database
@given(st.lists(st.tuples(ANY, st.sampled_from("ABCD")), max_size=4))
def test_search_literal_always_parses(weighted):
    literal = search_literal(weighted)
    terms = {term for text, _weight in weighted for term in tokenise(text)}
    assert run("SELECT length(%s::tsvector)", literal) == len(terms)


@pytest.mark.django_db
@on_the_database
@given(ANY)
def test_search_query_always_parses_or_is_none(text):
    query = search_query(text)
    assert (query is None) == (not tokenise(text))
    if query:
        run("SELECT numnode(%s::tsquery)", query)


@pytest.mark.django_db
@on_the_database
@given(st.lists(st.sampled_from("Айылдык кеңеш 2024 водоснабжение а № Ак-Суу it's".split()), min_size=1))
def test_a_text_is_found_by_its_own_words(words):
    if search_query(" ".join(words)):
        assert finds(" ".join(words), " ".join(reversed(words)))


@pytest.mark.parametrize("text", ["", "  ", "!!! & | <-> :*", "«»", "\0"])
def test_search_query_of_nothing_is_none(text):
    assert search_query(text) is None


def test_search_query_takes_beginnings_of_words_and_whole_numbers():
    query = search_query("Айыл мектеби окуучулар 2024 а")
    assert query == "'айыл':* & 'мектеб':* & 'окуучул':* & '2024' & 'а'"


def test_search_query_takes_twelve_different_words():
    text = " ".join(f"{letter}{letter} {letter}{letter}" for letter in "абвгдежзиклмнопр")
    assert search_query(text).count(":*") == MAX_QUERY_WORDS == 12


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("document", "query", "found"),
    [
        ("Өнүктүрүү программасы", "онуктуруу", True),
        ("Мектептерди жылытуу", "мектеп", True),
        ("Строительство водопровода", "водопровод", True),
        ("Строительство водопровода", "водопроводы", True),
        ("Токтом № 123", "123", True),
        ("Токтом № 1234", "123", False),
        ("Таза суу", "таза аба", False),
        ("«Таза суу» программасы", "ПРОГРАММА таза", True),
    ],
)
def test_query_finds_what_a_reader_expects(document, query, found):
    assert finds(document, query) is found
