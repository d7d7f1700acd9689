import ast
import json
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.views.i18n import JSONCatalog

from portal import catalogues, extraction
from portal.extraction import Message

ROOT = catalogues.LOCALE_DIR.parent
OURS = [catalogues.path_of(language) for language in ("ky", "ru")]
PACKAGES = sorted(catalogues.PACKAGES_DIR.rglob("LC_MESSAGES/*.po"))
BOTH = pytest.mark.parametrize("path", OURS + PACKAGES, ids=lambda path: str(path.relative_to(ROOT)))
LANGUAGES = pytest.mark.parametrize("language", ["ky", "ru"])

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*\}")
TAG = re.compile(r"</?[a-z]+")


def folder(package: str) -> Path:
    return Path(find_spec(package).submodule_search_locations[0])


@cache
def our_messages():
    return extraction.collect(extraction.sources(ROOT))


def forms(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def space_around(text):
    return text[:1].isspace(), text[-1:].isspace()


def catalogue_keys(path):
    return {catalogues.key_of(entry) for entry in polib.pofile(str(path)) if entry.translated()}


# --- our own messages ---------------------------------------------------------------------------------


@LANGUAGES
def test_catalogue_holds_exactly_the_messages_of_the_sources(language):
    found = {message.key for message in our_messages()}
    kept = {catalogues.key_of(entry) for entry in polib.pofile(str(catalogues.path_of(language)))}
    assert sorted(found - kept) == [], "run manage.py update_messages and translate"
    assert sorted(kept - found) == [], "run manage.py update_messages"


@BOTH
def test_every_message_is_translated_without_doubt(path):
    catalogue = polib.pofile(str(path))
    assert len(catalogue) > 0
    assert catalogues.untranslated(catalogue) == []
    assert [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete] == []


@BOTH
def test_plural_forms_are_as_many_as_the_language_has(path):
    catalogue = polib.pofile(str(path))
    language = catalogue.metadata["Language"]
    assert catalogue.metadata["Plural-Forms"] == catalogues.PLURAL_FORMS[language]
    expected = list(range(catalogues.form_count(language)))
    plurals = [entry for entry in catalogue if entry.msgid_plural]
    assert [entry.msgid for entry in plurals if sorted(entry.msgstr_plural) != expected] == []


@BOTH
def test_translation_keeps_placeholders_and_tags(path):
    wrong = []
    for entry in polib.pofile(str(path)):
        source = entry.msgid_plural or entry.msgid
        for form in forms(entry):
            for pattern in (PLACEHOLDER, TAG):
                if sorted(pattern.findall(form)) != sorted(pattern.findall(source)):
                    wrong.append((source, form))
    assert wrong == []


@BOTH
def test_translation_keeps_the_space_around(path):
    wrong = [
        (entry.msgid, form)
        for entry in polib.pofile(str(path))
        for form in forms(entry)
        if space_around(form) != space_around(entry.msgid)
    ]
    assert wrong == []


@BOTH
def test_no_word_mixes_latin_and_cyrillic_letters(path):
    mixed = [
        word
        for entry in polib.pofile(str(path))
        for form in forms(entry)
        for word in re.findall(r"[^\W\d_]+", TAG.sub(" ", PLACEHOLDER.sub(" ", form)))
        if re.search("[a-z]", word, re.IGNORECASE) and re.search("[а-яёңөү]", word, re.IGNORECASE)
    ]
    assert mixed == []


@BOTH
def test_texts_are_written_in_the_letters_of_the_language(path):
    """ѳ and ɵ look like ө but are other letters; ң, ө and ү do not stand in Russian words."""
    foreign = "[ѳɵӨөҢңҮүґєіїў]" if "/ru/" in str(path) else "[ѳɵґєіїў]"
    texts = [form for entry in polib.pofile(str(path)) for form in forms(entry)]
    assert [text for text in texts if re.search(foreign, text)] == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_kyrgyz_sentences_are_not_copies_of_russian_ones(domain):
    for root in (catalogues.LOCALE_DIR, catalogues.PACKAGES_DIR):
        paths = [catalogues.path_of(language, root=root, domain=domain) for language in ("ky", "ru")]
        if not all(path.exists() for path in paths):
            continue
        kyrgyz, russian = (
            {catalogues.key_of(entry): forms(entry)[0] for entry in polib.pofile(str(path))} for path in paths
        )
        copied = [text for key, text in kyrgyz.items()
                  if text == russian.get(key) and len(re.findall("[а-яё]+", text, re.IGNORECASE)) > 1]
        assert copied == []


# --- how messages are written in the sources ------------------------------------------------------------


def faults_of_python(source):
    """Return the lines where a translation function gets something that cannot stand in a catalogue."""
    plain = (ast.Constant, ast.Name, ast.Attribute)
    return [
        call.line
        for call in extraction.python_calls(source)
        for argument in call.arguments[: len(extraction.ARGUMENTS[call.function])]
        if not isinstance(argument, plain)
    ]


def unnamed(message):
    """Return the placeholders of a message that a translator could not move or tell apart."""
    text = (message.singular + message.plural).replace("%%", "")
    return re.findall(r"%[^(]|\{\d*\}", text)


def untrimmed(source):
    tags = re.findall(r"\{%\s*blocktrans(?:late)?\b[^%]*%\}", source)
    return [tag for tag in tags if "trimmed" not in tag.split()]


def test_python_messages_are_literal():
    files = [path for path in extraction.sources(ROOT) if path.suffix == ".py"]
    assert len(files) > 5
    faults = {str(path): faults_of_python(path.read_text("utf-8")) for path in files}
    assert {path: lines for path, lines in faults.items() if lines} == {}


@pytest.mark.parametrize("argument", [
    'f"Hello {name}"', '"Hello " + name', '"Hello {}".format(name)', '"%s" % name',
])
def test_computed_message_is_noticed(argument):
    source = f"from django.utils.translation import gettext as _\n\n_({argument})\n"
    assert faults_of_python(source) == [3]


def test_placeholders_of_messages_are_named():
    assert [message for message in our_messages() if unnamed(message)] == []


@pytest.mark.parametrize("text", ["%s answers", "%d of 3", "Hello {0}", "{} days"])
def test_unnamed_placeholder_is_noticed(text):
    assert unnamed(Message(text))


def test_name_in_braces_is_a_name_for_what_is_put_together_lazily():
    assert not unnamed(Message("at least {number} steps"))


def test_percent_sign_is_no_placeholder():
    assert not unnamed(Message("%(share)s %% of the sum"))


def test_translated_blocks_are_trimmed():
    templates = [path for path in extraction.sources(ROOT) if extraction.is_template(path)]
    assert len(templates) > 5
    found = {str(path): untrimmed(path.read_text("utf-8")) for path in templates}
    assert {path: tags for path, tags in found.items() if tags} == {}


@pytest.mark.parametrize(("tag", "noticed"), [
    ("{% blocktranslate trimmed with a=b %}", False),
    ("{% blocktranslate count n=n %}", True),
    ("{% blocktrans with trimmed=b %}", True),
])
def test_untrimmed_block_is_noticed(tag, noticed):
    assert bool(untrimmed(tag)) is noticed


# --- strings of Django and the add-ons --------------------------------------------------------------------

DJANGO_APPS = ["conf", "contrib/admin", "contrib/auth", "contrib/contenttypes", "contrib/postgres",
               "contrib/sessions"]
ADD_ONS = ["django_filters", "import_export", "django_tasks", "django_tasks_db", "modeltranslation",
           "allauth/account", "allauth/mfa", "allauth/templates/account", "allauth/templates/mfa"]


@LANGUAGES
@pytest.mark.parametrize("app", DJANGO_APPS)
def test_django_has_no_gap(app, language):
    for source in (folder("django") / app / "locale/en/LC_MESSAGES").glob("*.po"):
        own = folder("django") / app / "locale" / language / "LC_MESSAGES" / source.name
        completed = catalogues.path_of(language, root=catalogues.PACKAGES_DIR, domain=source.stem)
        known = catalogue_keys(own) | catalogue_keys(completed)
        wanted = {catalogues.key_of(entry) for entry in polib.pofile(str(source))}
        assert sorted(wanted - known) == []


@LANGUAGES
@pytest.mark.parametrize("add_on", ADD_ONS)
def test_add_on_has_no_gap(add_on, language):
    package, _, part = add_on.partition("/")
    files = [path for path in (folder(package) / part).rglob("*")
             if "tests" not in path.parts and (path.suffix == ".py" or extraction.is_template(path))]
    messages = extraction.collect(files)
    with translation.override(language):
        known = translation.trans_real.translation(language)._catalog
        ids = [f"{message.context}\x04{message.singular}" if message.context else message.singular
               for message in messages]
        assert messages
        assert [id_ for id_ in ids if id_ not in known and (id_, 0) not in known] == []


@pytest.mark.parametrize(("language", "message", "text"), [
    ("ky", "Go", "Аткаруу"),
    ("ky", "Any date", "Каалаган күн"),
    ("ky", "last name", "фамилиясы"),
    ("ky", "Password reset", "Сырсөздү калыбына келтирүү"),
    ("ky", "This field cannot be blank.", "Бул талаа бош калбашы керек."),
    ("ky", "Skip to main content", "Негизги мазмунга өтүү"),
    ("ky", "Save", "Сактоо"),
    ("ru", "Kyrgyz", "Кыргызский"),
    ("ru", "Save", "Сохранить"),
])
def test_corrected_string_wins_over_the_package(language, message, text):
    with translation.override(language):
        assert translation.gettext(message) == text


@pytest.mark.parametrize(("language", "count", "text"), [
    ("ky", 1, "1 күн"), ("ky", 5, "5 күн"),
    ("ru", 1, "1 день"), ("ru", 3, "3 дня"), ("ru", 11, "11 дней"), ("ru", 21, "21 день"),
])
def test_number_takes_the_form_of_the_language(language, count, text):
    with translation.override(language):
        assert translation.ngettext("%(num)d day", "%(num)d days", count) % {"num": count} == text


@pytest.mark.parametrize(("language", "monday", "link"), [
    ("ky", "Дүйшөмбү", "Шилтемени өзгөртүү"), ("ru", "Понедельник", "Изменить ссылку"),
])
def test_scripts_of_the_admin_speak_the_language(rf, language, monday, link):
    with translation.override(language):
        answer = json.loads(JSONCatalog.as_view(packages=["django.contrib.admin"])(rf.get("/")).content)
    assert answer["catalog"]["Monday"] == monday
    assert answer["catalog"]["Edit Link"] == link
    assert len(answer["catalog"]["%(sel)s of %(cnt)s selected"]) == catalogues.form_count(language)
    assert answer["plural"] == catalogues.PLURAL_FORMS[language].partition("plural=")[2].rstrip(";")
    assert answer["formats"]["DECIMAL_SEPARATOR"] == ","


def test_scripts_of_the_admin_do_not_mix_languages(rf):
    """A Russian message that is missing would come from the default language, Kyrgyz."""
    with translation.override("ru"):
        answer = json.loads(JSONCatalog.as_view(packages=["django.contrib.admin"])(rf.get("/")).content)
    shown = polib.pofile(str(folder("django") / "contrib/admin/locale/en/LC_MESSAGES/djangojs.po"))
    completed = polib.pofile(str(catalogues.path_of("ky", root=catalogues.PACKAGES_DIR, domain="djangojs")))
    ids = {entry.msgid for entry in [*shown, *completed] if not entry.msgctxt}
    texts = [str(text) for id_, text in answer["catalog"].items() if id_ in ids]
    assert len(texts) > 80
    assert [text for text in texts if re.search("[ңөү]", text)] == []
