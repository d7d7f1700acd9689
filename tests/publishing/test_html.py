import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.html import clean

HOSTILE = [
    "<script>alert(1)</script>", '<a href="javascript:alert(1)">x</a>', '<a href="data:text/html,x">x</a>',
    '<a href="vbscript:x">x</a>', '<a href="&#106;avascript:alert(1)">x</a>', "<svg/onload=alert(1)>",
    "<math><mtext></mtext></math>", "<style>*{}</style>", '<p style="position:fixed">x</p>', "<form><input></form>",
    '<iframe src="//evil"></iframe>', "<!-- <p>", '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<img src=x onerror=alert(1)>', '<a href="jAvAsCrIpT:alert(1)" onclick="x()">x</a>', "<p onmouseover=x()>x</p>",
    '<a href="\tjavascript:alert(1)">x</a>', "<base href=//evil>", '<object data="x"></object>',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_html_loses_what_could_act(text):
    cleaned = clean(text)
    for trace in ("<script", "script:", "data:", "onload", "onerror", "onclick", "onmouseover", "style", "<form",
                  "<iframe", "<svg", "<math", "<img", "<base", "<object", "<noscript"):
        assert trace not in cleaned.lower()
    assert clean(cleaned) == cleaned


def test_plain_marks_and_links_stay():
    text = '<h2>Жол</h2><p><strong>а</strong> <em>б</em><br></p><ul><li>в</li></ul><ol><li>г</li></ol>'
    assert clean(text) == text
    for address in ("https://kg", "http://kg", "mailto:a@kg", "tel:+996"):
        assert clean(f'<a href="{address}">x</a>') == f'<a href="{address}" rel="noopener nofollow">x</a>'


@given(st.text(alphabet='<>/="\'&; abjoscriptnhre:\n', max_size=60))
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)
