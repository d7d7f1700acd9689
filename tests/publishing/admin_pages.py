"""How tests fill in a page of the admin: what the page shows, with the changes a person makes."""


def fields(form):
    """What the browser would send of a form as it stands."""
    sent = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, (list, tuple)) or hasattr(value, "all"):
            value = [getattr(item, "pk", item) for item in value]
        sent[bound.html_name] = "" if value is None else value
    return sent


def page(answer):
    """All fields of a change page: the form, and the sets of rows below it."""
    sent = fields(answer.context["adminform"].form)
    for inline in answer.context["inline_admin_formsets"]:
        sent |= fields(inline.formset.management_form)
        for form in inline.formset.forms:
            sent |= fields(form)
    return sent


def change(client, address, answer=None, **changes):
    """Open a change page, or take one opened before, change what is named and save."""
    sent = page(answer or client.get(address))
    return client.post(address, {**sent, **changes})
