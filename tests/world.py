"""People and texts in which tests of the whole portal take place."""

from contextlib import contextmanager
from io import StringIO
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from accounts import roles
from accounts.models import Notification, User
from catalogue.models import Topic
from places import choices
from places.models import Territory
from practices.demo import loading as practices
from practices.models import Attachment, Collection, Practice, PracticeStep
from publishing import actions
from publishing.demo import loading as pages
from publishing.models import Publication

PASSWORD = "төрт сөз бир катарда"
# No letters that only one of the languages has: the names stand on the pages of both.
PEOPLE = {
    "author": {"full_name": "Асан Автор"},
    "member": {"full_name": "Бакыт Башка"},
    "official": {"full_name": "Касым Кызматкер", "vouched_on": timezone.localdate()},
    "expert": {"full_name": "Эсен Эксперт"},
    "staff": {"full_name": "Пазыл Персонал", "is_staff": True},
    "curator": {"full_name": "Кадыр Куратор", "is_staff": True},
    "administrator": {"full_name": "Али Администратор", "is_staff": True},
}
TEXTS = {
    "title": ("Тажрыйба", "Практика"),
    "summary": ("Кыскача айтканда", "Если коротко"),
    "problem": ("Суу жок болчу", "Не было воды"),
    "solution": ("Суу өткөрүштү", "Провели воду"),
}
WAYS = {
    "draft": [],
    "in_review": ["submit"],
    "returned": ["submit", "send_back"],
    "published": ["submit", "publish"],
    "withdrawn": ["submit", "publish", "withdraw"],
    "archived": ["submit", "publish", "archive"],
}


def quick_passwords():
    """The same as each test has: passwords made before the tests must be readable in them."""
    return override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


@contextmanager
def kept_for_a_module(django_db_blocker):
    """What is written inside is seen by every test of the module and is gone after the last of them."""
    with django_db_blocker.unblock(), transaction.atomic(), quick_passwords():
        choices.forget()
        yield
        transaction.set_rollback(True)
        choices.forget()


def make_people() -> dict[str, User]:
    """One person of each role, by the name of the role; all work in the same municipality."""
    roles.sync()
    names = {"name_ky": "Сыноо", "name_ru": "Проба"}
    oblast = Territory.objects.create(slug="trial", kind="oblast", **names)
    place = Territory.objects.create(slug="trial-aimak", kind="aiyl_aimak", parent=oblast, **names)
    people = {role: _person(role, place, **fields) for role, fields in PEOPLE.items()}
    for name in ("expert", "curator", "administrator"):
        people[name].groups.set([Group.objects.get(name=name)])
    return people


def _person(role, place, **fields):
    user = User.objects.create_user(f"{role}@aimak.kg", PASSWORD, territory=place, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_practice(author, number: int, **fields) -> Practice:
    """A draft that lacks nothing, in both languages."""
    words = {
        f"{name}_{code}": f"{text} № {number}"
        for name, texts in TEXTS.items()
        for code, text in zip(("ky", "ru"), texts, strict=True)
    }
    practice = Practice.objects.create(author=author, form_key=uuid4(), **{**words, **fields})
    topic, _new = Topic.objects.get_or_create(slug="water", defaults={"name_ky": "Суу", "name_ru": "Вода"})
    practice.topics.add(topic)
    practice.territories.add(author.territory)
    PracticeStep.objects.create(practice=practice, position=1, title_ky="Кадам", title_ru="Шаг")
    return practice


def bring_to(practice: Practice, status: str, curator: User, **withdrawal) -> Practice:
    """Lead a draft to a status by the verbs that people use."""
    for verb in WAYS[status]:
        more = {} if verb in ("submit", "publish") else {"reason": "№ 1"}
        more |= withdrawal if verb == "withdraw" else {}
        by = practice.author if verb == "submit" else curator
        getattr(actions, verb)(publication=practice, by=by, seen=practice.revision, **more)
    return practice


def make_texts(people: dict[str, User]) -> dict[str, object]:
    """A text of the author in every state, with a document each, and what else addresses name by number."""
    author, curator = people["author"], people["curator"]
    states = ["draft", "in_review", "returned", "published", "archived"]
    texts = {
        state: bring_to(make_practice(author, number), state, curator) for number, state in enumerate(states)
    }
    kinds = Publication.Withdrawal
    for number, (name, kind) in enumerate([("withdrawn", kinds.OUTDATED), ("gone", kinds.CAUSE)], start=10):
        texts[name] = bring_to(make_practice(author, number), "withdrawn", curator, kind=kind)
    texts["merged"] = bring_to(
        make_practice(author, 20), "withdrawn", curator, kind=kinds.MERGED, merged_into=texts["published"]
    )
    for name in list(texts):
        texts[f"{name}_file"] = _attach(texts[name])
    texts |= _make_exchange(texts["published"], author, curator)
    texts["notice"] = Notification.objects.create(recipient=author, kind="vouched", params={"by": "Куратор"})
    return texts


def _make_exchange(practice, author, curator):
    """Questions under the practice, one of them hidden, and collections, one of them unpublished."""
    said = {"kind": "question", "language": "ky", "author": author, "author_name": str(author)}
    hidden = {"hiding": "curator", "hidden_at": timezone.now(), "hidden_reason": "Себеп"}
    words = {"title_ky": "Топтом", "title_ru": "Подборка", "summary_ky": "Кимге", "summary_ru": "Кому"}
    made = {
        "remark": practice.comments.create(text="Суроо", form_key=uuid4(), **said),
        "hidden_remark": practice.comments.create(text="Жашырылган суроо", form_key=uuid4(), **said, **hidden),
    }
    for name in ("collection", "unmade"):
        made[name] = Collection.objects.create(author=curator, **words)
        for number in (30, 31):
            member = bring_to(make_practice(author, number), "published", curator)
            made[name].items.create(practice=member, position=number)
    actions.publish(publication=made["collection"], by=curator, seen=made["collection"].revision)
    return made


def _attach(practice):
    content = b"%PDF-1.7"
    attachment = Attachment(
        practice=practice, kind="document", name="a.pdf", content_type="application/pdf", size=len(content),
        sha256=str(practice.pk),
    )
    attachment.file.save("a.pdf", ContentFile(content))
    return attachment


def tell_the_planner():
    """Tables that earlier tests filled and rolled back count as empty; searches are planned by that."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill_with_demo_content(curator: User) -> None:
    """What a demonstration copy holds: places, topics, pages and practices in both languages."""
    for command in ("load_places", "load_posts", "load_topics", "load_acts"):
        call_command(command, stdout=StringIO())
    pages.load()
    practices.load(by=curator)
    tell_the_planner()
