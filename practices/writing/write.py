"""Begin a practice, and write it page by page."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from accounts.keeping import KeepTextMixin, forget_kept, get_kept_data
from practices import actions, forms
from practices.writing.pages import CHECK, ORDER, PAGES, address, after, frame, own_draft
from publishing import actions as publishing


class Begin(KeepTextMixin, View):
    """What a practice needs to be published, and the first press: a title is enough to begin."""

    def handle_no_permission(self):
        messages.info(self.request, _("Sign in or register to submit a practice; after that you go on from here."))
        return super().handle_no_permission()

    def get(self, request):
        kept = get_kept_data(request)
        fresh = {"form_key": uuid4(), "language": get_language()}
        return self.show(request, forms.BeginForm(kept) if kept else forms.BeginForm(initial=fresh))

    def post(self, request):
        form = forms.BeginForm(request.POST)
        if not form.is_valid():
            return self.show(request, form)
        clean = form.cleaned_data
        try:
            practice = actions.begin(by=request.user, **clean)
        except actions.TooMany:
            return self.show(request, form, too_many=True, status=429)
        forget_kept(request)
        return redirect("practices:write", practice.pk, ORDER[0])

    def show(self, request, form, status=200, **context):
        return render(request, "practices/begin.html", {"form": form, **context}, status=status)


def _is_autosave(request):
    return request.headers.get("X-Autosave") == "1"


class Write(KeepTextMixin, View):
    """One page of the draft. Another tab's newer text is never overwritten unseen, and nothing typed is lost."""

    def handle_no_permission(self):
        # Kept texts are counted by the hour: what a script sends again and again must not use them up.
        return HttpResponse(status=403) if _is_autosave(self.request) else super().handle_no_permission()

    def get(self, request, pk, page):
        practice = own_draft(request, pk)
        if practice is None:
            return redirect("practices:mine")
        kept = get_kept_data(request)
        form_class, _heading = PAGES[page]
        form = form_class(kept, practice=practice, strict=kept is None, more="more" in request.GET)
        return self.show(request, page, form)

    def post(self, request, pk, page):
        autosave = _is_autosave(request)
        practice = own_draft(request, pk, for_meter=not autosave)
        if practice is None:
            return HttpResponse(status=409) if autosave else self.show_typed(request)
        strict = not autosave and "draft" not in request.POST and "more" not in request.POST
        form_class, _heading = PAGES[page]
        form = form_class(request.POST, practice=practice, strict=strict)
        if not form.is_valid():
            return HttpResponse(status=422) if autosave else self.show(request, page, form)
        try:
            self.keep(request, practice, form)
        except publishing.Overtaken:
            return HttpResponse(status=409) if autosave else self.show_overtaken(request, page, form)
        if autosave:
            return HttpResponse(status=204, headers={"X-Revision": str(practice.revision)})
        forget_kept(request)
        return self.go_on(request, practice, page)

    def keep(self, request, practice, form):
        actions.write(
            practice=practice,
            by=request.user,
            seen=form.cleaned_data["revision"],
            values=form.values(),
            links=form.links(),
            rows=form.rows(),
        )

    def go_on(self, request, practice, page):
        if "more" in request.POST:
            return redirect(f"{address(practice, page)}?more=1")
        if "draft" in request.POST:
            messages.success(request, _("The draft is saved. You can go on later from «My practices»."))
            return redirect("practices:mine")
        return redirect(address(practice, CHECK if "to_check" in request.POST else after(page)))

    def show(self, request, page, form, status=200, **context):
        context |= {"form": form, "heading": PAGES[page][1], "to_check": request.GET.get("from") == CHECK}
        # What came by a press and was not written is on its way still; writing.js sends or keeps it.
        context["unsent"] = request.method == "POST"
        return render(request, "practices/write.html", frame(request, form.practice, page) | context, status=status)

    def show_typed(self, request):
        """The text was sent or decided on meanwhile: what was typed here is shown, to be copied."""
        skipped = ("csrfmiddlewaretoken", "revision")
        typed = [
            value for name, values in request.POST.lists() for value in values
            if name not in skipped and not name.endswith("_FORMS") and len(value) > 3
        ]
        return render(request, "practices/too_late.html", {"typed": typed}, status=409)

    def show_overtaken(self, request, page, form):
        """Show what was typed with the revision of now: the next press writes it, knowingly."""
        practice = own_draft(request, form.practice.pk)
        if practice is None:
            return self.show_typed(request)
        data = request.POST.copy()
        data["revision"] = practice.revision
        form = PAGES[page][0](data, practice=practice, strict=False)
        return self.show(request, page, form, status=409, overtaken_at=timezone.localtime(practice.changed_at))
