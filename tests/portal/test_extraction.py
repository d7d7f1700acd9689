from django.template import Context, Template

from portal import extraction
from portal.extraction import Message

PYTHON = """
from django.utils import translation
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy

A = _("Name " "of the body")
B = ngettext("%(n)s day", "%(n)s days", n)
C = pgettext_lazy("noun", "Open")
D = translation.gettext("Through the module")
E = _(variable)
F = other("Not ours")
"""

TEMPLATE = """{% load i18n %}
{% translate "Plain" %} {% translate 'Open' context "noun" %}
{% blocktranslate trimmed count n=n with who=user.name %}
  %(n)s is not a tag, {{ n }} day of {{ who }}
{% plural %}
  {{ n }} days of {{ who }}
{% endblocktranslate %}
{{ value|default:_("Nothing") }} {% include "x" with title=_("Title") %}
{% translate "100% sure" as sure %} {{ plain_text }} {# {% translate "Commented out" %} #}
"""


def test_messages_of_python_are_found_under_any_name():
    assert set(extraction.messages_of_python(PYTHON)) == {
        Message("Name of the body"), Message("%(n)s day", "%(n)s days"), Message("Open", context="noun"),
        Message("Through the module"),
    }


def test_messages_of_a_template_are_found_in_tags_and_filters():
    assert set(extraction.messages_of_template(TEMPLATE)) == {
        Message("Plain"), Message("Open", context="noun"), Message("Nothing"), Message("Title"),
        Message("100%% sure"),
        Message("%%(n)s is not a tag, %(n)s day of %(who)s", "%(n)s days of %(who)s"),
    }


def test_found_id_is_the_one_a_template_looks_up(monkeypatch):
    asked = []
    monkeypatch.setattr("django.utils.translation.gettext", lambda text: asked.append(text) or text)
    block = "{% blocktranslate trimmed with a=1 %}\n  Half is 50%\n  of {{ a }}\n{% endblocktranslate %}"
    source = "{% load i18n %}" + block
    Template(source).render(Context())
    assert asked == [message.singular for message in extraction.messages_of_template(source)]


def test_message_with_a_plural_anywhere_keeps_it(tmp_path):
    module = tmp_path / "a.py"
    module.write_text(PYTHON.replace('_("Name " "of the body")', '_("%(n)s day")'), encoding="utf-8")
    found = extraction.collect([module])
    assert Message("%(n)s day", "%(n)s days") in found
    assert Message("%(n)s day") not in found


def test_sources_are_modules_and_templates_outside_tests(tmp_path):
    for name in ("app/views.py", "app/templates/app/page.html", "templates/mail/note.txt", "manage.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    wanted = sorted(tmp_path.rglob("*.*"))
    for name in ("tests/test_app.py", ".venv/package.py", "docs/page.html", "app/data/page.html", "var/a.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert sorted(extraction.sources(tmp_path)) == wanted
