"""What readers write becomes paragraphs and links, and nothing else."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.html import linked
from tests.markup import Page


def test_paragraphs_and_lines_stay():
    assert linked("Раз\nдва\n\nТри") == "<p>Раз<br>два</p>\n<p>Три</p>"


@pytest.mark.parametrize(("text", "address", "rest"), [
    ("см. https://example.kg/a.", "https://example.kg/a", "."),
    ("(http://example.kg/?a=1&b=2)", "http://example.kg/?a=1&amp;b=2", ")"),
    ("«https://example.kg/a»", "https://example.kg/a", "»"),
])
def test_address_becomes_a_link_for_which_nobody_vouches(text, address, rest):
    assert f'<a href="{address}" rel="nofollow ugc noopener">{address}</a>{rest}' in linked(text)


@pytest.mark.parametrize("text", [
    "javascript:alert(1)", "www.example.kg", "ftp://example.kg/a", "data:text/html,x", "//example.kg", "https://",
    "a@example.kg", "HTTPS://EXAMPLE.KG",
])
def test_anything_else_is_no_link(text):
    assert "<a" not in linked(text)


@given(st.text(alphabet="<>\"'&;:/htps.aя\n() ", max_size=300))
def test_no_text_becomes_markup_of_its_own(text):
    page = Page(linked(text))
    assert {tag for tag, _values in page.tags} <= {"p", "br", "a"}
    for values in page.named("a"):
        assert set(values) == {"href", "rel"} and values["href"].startswith(("http://", "https://"))


@pytest.mark.parametrize("text", [
    "https://" * 500, "https://a" + "." * 4000, "\n" * 4000, "http" * 1000, "https://a." * 400, "&" * 4000,
    "https://" + "a" * 3990, "(" * 2000 + ")" * 2000,
])
def test_hostile_text_costs_no_more_than_another(text):
    begun = process_time()
    linked(text)
    assert process_time() - begun < 0.5
