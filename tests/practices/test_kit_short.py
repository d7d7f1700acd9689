import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.kit.short import cut, cut_words, sentences, short_text

LINK = "https://portal.example/ky/practices/17-kyzyl-suu/"


@pytest.mark.parametrize(("text", "parts"), [
    ("", []),
    ("Одно предложение без точки", ["Одно предложение без точки"]),
    ("Первое. Второе! Третье? Четвёртое… Пятое", ["Первое.", "Второе!", "Третье?", "Четвёртое…", "Пятое"]),
    ("В 2019 г. село собрало 5 млн. сом. Потом построили.", ["В 2019 г. село собрало 5 млн. сом.", "Потом построили."]),
    ("2021-ж. башталды. Экинчиси бүттү.", ["2021-ж. башталды.", "Экинчиси бүттү."]),
    ("Подал А. Асанов. Приняли.", ["Подал А. Асанов.", "Приняли."]),
    ("«Да.» Сказали все.", ["«Да.»", "Сказали все."]),
    ("3.5 км дороги. Готово.", ["3.5 км дороги.", "Готово."]),
    ("Строка\nдругая", ["Строка", "другая"]),
    ("Все ушли в с.", ["Все ушли в с."]),
])
def test_sentences_end_where_people_end_them(text, parts):
    assert sentences(text) == parts


@pytest.mark.parametrize(("text", "limit", "kept"), [
    ("Первое. Второе.", 100, "Первое. Второе."),
    ("Первое. Второе.", 15, "Первое. Второе."),
    ("Первое. Второе.", 14, "Первое."),
    ("Первое. Второе.", 7, "Первое."),
    ("Первое предложение длинное. Второе.", 12, "Первое…"),
    ("слово за словом идёт", 12, "слово за…"),
    ("слово, за", 8, "слово…"),
    ("Ң" * 30, 10, "Ң" * 9 + "…"),
    ("Две\n\nстроки", 100, "Две строки"),
    ("", 10, ""),
    ("текст", 1, ""),
])
def test_text_is_cut_at_a_sentence_or_a_word(text, limit, kept):
    assert cut(text, limit) == kept
    assert len(kept) <= limit


def test_words_are_cut_where_the_limit_meets_the_space():
    assert cut_words("один два", 5) == "один…"
    assert cut_words("один два", 8) == "один два"


def message(**fields):
    parts = {"title": "Свет", "gist": "Поставили фонари.", "facts": ["Стоимость: 5 сом"],
             "steps_heading": "Шаги:", "steps": ["Собрать сход.", "Купить лампы."], "link": LINK}
    return short_text(**{**parts, **fields})


def test_message_holds_everything_that_fits():
    assert message() == (
        "Свет\n\nПоставили фонари.\n\nСтоимость: 5 сом\n\nШаги:\n1. Собрать сход.\n2. Купить лампы.\n\n" + LINK
    )


def test_message_without_facts_and_steps_has_no_empty_lines():
    assert message(facts=["", None], steps=[], gist="") == f"Свет\n\n{LINK}"


def test_steps_that_do_not_fit_are_marked():
    text = message(steps=[f"Шаг {'слово ' * 15}" for _number in range(20)])
    assert text.endswith(f"\n…\n\n{LINK}")
    assert "\n3. " in text and "\n9. " not in text


def test_last_step_may_fill_the_message_to_its_limit():
    whole = message()
    assert message(limit=len(whole)) == whole
    assert message(limit=len(whole) - 1).endswith(f"1. Собрать сход.\n…\n\n{LINK}")


def test_facts_that_would_leave_no_room_are_left_out():
    assert "факт" not in message(facts=["факт " * 200])
    assert "Собрать сход" in message(facts=["факт " * 200])


@given(
    title=st.text(max_size=300), gist=st.text(max_size=900), facts=st.lists(st.text(max_size=200), max_size=4),
    steps=st.lists(st.text(max_size=400), max_size=12), limit=st.integers(min_value=60, max_value=700),
)
def test_message_never_passes_its_limit_and_ends_with_the_link(title, gist, facts, steps, limit):
    text = message(title=title, gist=gist, facts=facts, steps=steps, limit=limit)
    assert len(text) <= limit
    assert text.endswith(LINK)


@given(st.text(max_size=500), st.integers(min_value=0, max_value=300))
def test_cut_never_passes_its_limit(text, limit):
    assert len(cut(text, limit)) <= limit
