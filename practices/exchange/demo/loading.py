"""Puts sample questions and answers into a demonstration copy; nobody gets a letter about them."""

import tomllib
from datetime import timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from practices.models import Practice, PracticeComment

FILE = Path(__file__).with_name("remarks.toml")


def load(*, by) -> int:
    """Add every sample that is not there yet, and return how many threads were added."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return sum(_load_thread(number, row, data["sample"], by) for number, row in enumerate(data["remark"]))


@transaction.atomic
def _load_thread(number, row, sample, curator):
    practice = Practice.objects.published().filter(form_key=uuid5(NAMESPACE_URL, f"practice:{row['practice']}")).first()
    key = f"remark:{row['practice']}:{number}"
    if practice is None or practice.comments.filter(form_key=uuid5(NAMESPACE_URL, key)).exists():
        return False
    question = _add(practice, row, sample, curator, key)
    for place, answer in enumerate(row.get("answer", [])):
        _add(practice, {**answer, "kind": "answer", "answers": question}, sample, curator, f"{key}:{place}")
    return True


def _add(practice, row, sample, curator, key):
    person = User.objects.filter(email=f"{row['by']}@example.org").first() or curator
    if row["by"] == "author":
        person = practice.author or curator
    day = timezone.now() - timedelta(days=row["days_ago"])
    remark = practice.comments.create(
        kind=row["kind"], answers=row.get("answers"), author=person, author_name=person.full_name,
        author_post=sample[row["language"]], is_confirmed=True, by_the_author=row["by"] == "author",
        language=row["language"], text=row["text"].strip(), form_key=uuid5(NAMESPACE_URL, key), told_at=day,
    )
    PracticeComment.objects.filter(pk=remark.pk).update(written_at=day)
    return remark
