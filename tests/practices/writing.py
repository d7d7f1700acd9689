"""How tests fill in the pages of the submission."""

from practices.models import Practice

ROWS = {"steps": "steps", "results": "indicators", "money": "fundings", "law": "citations", "sources": "sources"}
ESSENCE = {"title": "Свет на улицах", "summary": "Поставили фонари", "kind": "case"}


def address(practice, page, language="ru"):
    middle = "" if page in ("files", "check", "sent", "recall", "delete") else "write/"
    return f"/{language}/practices/{practice.pk}/{middle}{page}/"


def rows(page, *given, known=0):
    """Fields of a set of rows, each given as a dictionary; so many of them were there before."""
    prefix = ROWS[page]
    data = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": known}
    for number, row in enumerate(given):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def send(client, practice, page, data=None, *, language="ru", seen=None, headers=None, query="", **fields):
    """Send a page as a browser would, with the revision that the page showed."""
    revision = Practice.objects.get(pk=practice.pk).revision if seen is None else seen
    return client.post(
        address(practice, page, language) + query, {"revision": revision, **(data or {}), **fields}, headers=headers
    )


def fresh(practice) -> Practice:
    return Practice.objects.get(pk=practice.pk)


def titles(practice) -> list[str]:
    """Names of the steps in their order."""
    return list(practice.steps.values_list("title_ru", flat=True))


def errors(answer) -> set[str]:
    """Names of the fields that came back with an error; those of rows have the number of the row before."""
    form = answer.context["form"]
    return set(form.errors) | {
        f"{number}-{name}" for number, row in enumerate(getattr(form, "row_set", ())) for name in row.errors
    }
