"""The page on which an outsider reads a text and says whether its facts are right: the key is the invitation."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views import View

from language.cleaning import clean_text
from practices.checking.actions import answer, asked_by_key, why_closed
from practices.checking.forms import LONGEST_REMARKS, AnswerForm
from practices.checking.reading import last_change
from practices.passport.reading import passport_of
from practices.reading import for_reading, unpack
from publishing.actions import Overtaken


class FactCheckPage(View):
    """Opened from a letter, without an account; nothing of it is kept by browsers, search engines or other sites."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    def get(self, request, key):
        return self.show(request, self.found(key))

    def post(self, request, key):
        check, form = self.found(key), AnswerForm(request.POST)
        if not form.is_valid() or check.answered_at or why_closed(check):
            return self.show(request, check, form)
        try:
            kept = answer(check=check, **form.cleaned_data)
        except Overtaken:
            return self.show(request, check, form, overtaken=True)
        if kept:
            return redirect(request.path)
        # Another window was faster, or a curator: what became of the question is told as it is now.
        return self.show(request, self.found(key), form)

    def found(self, key):
        check = asked_by_key(key)
        if check is None:
            raise Http404
        return check

    def show(self, request, check, form=None, overtaken=False):
        reason = why_closed(check)
        if reason or check.answered_at:
            context = {"check": check, "reason": reason, "typed": typed_beside(check, form)}
            page = "closed" if reason else "thanks"
            return render(request, f"practices/checking/{page}.html", context, status=410 if reason else 200)
        practice = unpack(for_reading().get(pk=check.practice_id))
        # What readers asked is no part of the text: the facts must not lead to it.
        practice.remarks_count = 0
        if form is None:
            form = AnswerForm(initial={"seen": practice.revision})
        elif overtaken:
            form.data = form.data.copy()
            form.data["seen"] = str(practice.revision)
        response = self.show_text(request, check, practice, form, overtaken)
        # With no referrer at all browsers send the form as from nowhere, and it would be refused as forged;
        # the origin alone tells nobody the key.
        response["Referrer-Policy"] = "strict-origin"
        return response

    def show_text(self, request, check, practice, form, overtaken):
        files = practice.attachments.all() if practice.is_open_to_all else []
        return render(
            request,
            "practices/checking/fact_check.html",
            {
                "check": check,
                "practice": practice,
                "form": form,
                "overtaken": overtaken,
                "text_changed": last_change(practice) > check.revision,
                "steps": practice.steps.all(),
                "indicators": practice.indicators.all(),
                "passport": passport_of(practice),
                "sources": practice.sources.all(),
                "documents": [file for file in files if not file.is_picture],
            },
            status=409 if overtaken else 200,
        )


def typed_beside(check, form) -> str:
    """Return the remarks that were sent and not kept, so that nobody's words vanish."""
    typed = clean_text(form.data.get("remarks", "")[:LONGEST_REMARKS]) if form else ""
    return "" if typed == check.remarks else typed
