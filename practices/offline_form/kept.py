"""What was read from a form stays at hand while the draft is written, as long as the person is signed in."""

SESSION_KEY = "read_forms"
MOST_FORMS = 3
# The rest is still in the person's own file.
MOST_LETTERS = 60_000


def keep_reading(request, practice, summary: dict) -> None:
    """Keep the summary for the pages of this draft; the oldest ones give way."""
    kept = {**request.session.get(SESSION_KEY, {}), str(practice.pk): _shortened(summary)}
    request.session[SESSION_KEY] = dict(list(kept.items())[-MOST_FORMS:])


def reading_of(request, practice) -> dict | None:
    """Return the summary kept for this draft."""
    return request.session.get(SESSION_KEY, {}).get(str(practice.pk))


def forget_reading(request, practice) -> None:
    """Drop the summary: the person has copied what they need."""
    kept = dict(request.session.get(SESSION_KEY, {}))
    if kept.pop(str(practice.pk), None) is not None:
        request.session[SESSION_KEY] = kept


def _shortened(summary):
    room = MOST_LETTERS
    wrong, unread = [dict(line) for line in summary["wrong"]], list(summary["unread"])
    for line in wrong:
        line["value"] = line["value"][:room]
        room -= len(line["value"])
    for number, text in enumerate(unread):
        unread[number] = text[:room]
        room -= len(unread[number])
    is_cut = room == 0
    return {**summary, "wrong": wrong, "unread": [text for text in unread if text], "is_cut": is_cut}
