"""The history of a row in the administration, told wholly in the language of its reader."""

import json

from django.utils.text import capfirst
from django.utils.translation import gettext, override


class ToldHistory:
    """Before every admin: Django keeps the names of changed fields in English and finds no words for most of them."""

    def history_view(self, request, object_id, extra_context=None):
        answer = super().history_view(request, object_id, extra_context)
        labels = labels_of([self.model, *(inline.model for inline in self.inlines)])
        # A row that is not there is answered by a redirect, which has no context.
        for entry in getattr(answer, "context_data", {}).get("action_list", []):
            entry.change_message = told(entry.change_message, labels)
        return answer


def labels_of(models) -> dict[str, str]:
    """Map the names of fields as they are kept in the log to those that the reader sees in the form."""
    fields = [field for model in models for field in [*model._meta.fields, *model._meta.many_to_many]]
    with override(None):
        kept = [str(capfirst(field.verbose_name)) for field in fields]
    return {name: str(capfirst(field.verbose_name)) for name, field in zip(kept, fields, strict=True)}


def told(message: str, labels: dict[str, str]) -> str:
    """Return the message of the log with every name in it in the language of the reader."""
    try:
        parts = json.loads(message) if message.startswith("[") else None
    except json.JSONDecodeError:
        parts = None
    if parts is None:
        return capfirst(gettext(message)) if message else ""
    for part in parts:
        changed = part.get("changed", {})
        if "fields" in changed:
            # One name for Django, which would put «and» between the last two.
            names = [labels.get(name) or gettext(name) for name in changed["fields"]]
            changed["fields"] = [", ".join(f"«{name}»" for name in names)]
    return json.dumps(parts)
