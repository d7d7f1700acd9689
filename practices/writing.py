"""Pages for authors: begin a practice, write it page by page, check it, send it."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View

from accounts.keeping import KeepTextMixin, forget_kept, get_kept_data
from practices import actions, forms
from practices.models import Practice
from publishing import actions as publishing
from publishing.models import ModerationEvent
from publishing.uploads import UploadRefused

# The pages of the submission in their order: name in the address -> (form, heading).
PAGES = {
    "essence": (forms.EssenceForm, gettext_lazy("What is it about?")),
    "place": (forms.PlaceForm, gettext_lazy("Where, when and on what topic?")),
    "story": (forms.StoryForm, gettext_lazy("The problem and the solution")),
    "steps": (forms.StepsForm, gettext_lazy("Steps by which others can repeat it")),
    "results": (forms.ResultsForm, gettext_lazy("Results in figures")),
    "money": (forms.MoneyForm, gettext_lazy("Cost, law and lessons")),
    "sources": (forms.SourcesForm, gettext_lazy("Where to read more")),
}
ORDER = list(PAGES)
FILES, CHECK = "files", "check"


def _address(practice, page):
    if page == CHECK:
        return reverse("practices:check", args=[practice.pk])
    if page == FILES:
        return reverse("practices:files", args=[practice.pk])
    return reverse("practices:write", args=[practice.pk, page])


def _after(page):
    names = [*ORDER, FILES, CHECK]
    return names[names.index(page) + 1]


def _before(page):
    names = [*ORDER, FILES, CHECK]
    return names[max(names.index(page) - 1, 0)]


def _first_unfinished(practice):
    """The page on which the author goes on: the first that lacks what is needed, or else the check."""
    lacking = {
        "essence": not practice.has_words("summary"),
        "place": not practice.topics.all(),
        "story": not (practice.has_words("problem") and practice.has_words("solution")),
        "steps": not practice.steps.all(),
    }
    return next((page for page, lacks in lacking.items() if lacks), CHECK)


def _own_draft(request, pk):
    """The person's own draft; somebody else's, and one no longer theirs to change, does not exist for them."""
    practice = get_object_or_404(Practice.objects.by(request.user).select_related("author"), pk=pk)
    if not practice.is_editable_by(request.user):
        return None
    return practice


def _frame(practice, page):
    """What every page of the submission shows: where one is, and what the curator asked for."""
    names = [*ORDER, FILES, CHECK]
    return {
        "practice": practice,
        "page": page,
        "number": names.index(page) + 1,
        "of": len(names),
        "back": _address(practice, _before(page)) if page != ORDER[0] else reverse("practices:mine"),
        "asked": publishing.asked_of_author(practice),
    }


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
        practice = _own_draft(request, pk)
        if practice is None:
            return redirect("practices:mine")
        kept = get_kept_data(request)
        form_class, _heading = PAGES[page]
        form = form_class(kept, practice=practice, strict=kept is None, more="more" in request.GET)
        return self.show(request, page, form)

    def post(self, request, pk, page):
        autosave = _is_autosave(request)
        practice = _own_draft(request, pk)
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
            return redirect(f"{_address(practice, page)}?more=1")
        if "draft" in request.POST:
            messages.success(request, _("The draft is saved. You can go on later from «My practices»."))
            return redirect("practices:mine")
        return redirect(_address(practice, CHECK if "to_check" in request.POST else _after(page)))

    def show(self, request, page, form, status=200, **context):
        context |= {"form": form, "heading": PAGES[page][1], "to_check": request.GET.get("from") == CHECK}
        return render(request, "practices/write.html", _frame(form.practice, page) | context, status=status)

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
        practice = _own_draft(request, form.practice.pk)
        if practice is None:
            return self.show_typed(request)
        data = request.POST.copy()
        data["revision"] = practice.revision
        form = PAGES[page][0](data, practice=practice, strict=False)
        return self.show(request, page, form, status=409, overtaken_at=timezone.localtime(practice.changed_at))


class Files(KeepTextMixin, View):
    """Pictures and documents of the draft, added one by one."""

    def get(self, request, pk):
        practice = _own_draft(request, pk)
        return redirect("practices:mine") if practice is None else self.show(request, practice, forms.FileForm())

    def post(self, request, pk):
        practice = _own_draft(request, pk)
        if practice is None:
            return redirect("practices:mine")
        if "go_on" in request.POST and not request.FILES:
            return redirect(_address(practice, CHECK))
        form = forms.FileForm(request.POST, request.FILES, kept=practice.attachments.count())
        if not form.is_valid():
            return self.show(request, practice, form)
        try:
            actions.attach(
                practice=practice, by=request.user, checked=form.cleaned_data["file"],
                caption=form.cleaned_data["caption"],
            )
        except UploadRefused as refusal:
            form.add_error("file", refusal)
            return self.show(request, practice, form)
        except publishing.Overtaken:
            messages.warning(request, _("The file was not added: the text was sent or deleted meanwhile."))
            return redirect("practices:mine")
        return redirect(_address(practice, CHECK if "go_on" in request.POST else FILES))

    def show(self, request, practice, form):
        context = _frame(practice, FILES) | {"form": form, "attachments": practice.attachments.all()}
        return render(request, "practices/files.html", context)


class ButtonView(KeepTextMixin, View):
    """Something done by a button alone; who comes by the address, after signing in say, is led to the list."""

    def get(self, request, **numbers):
        return redirect("practices:mine")


class RemoveFile(ButtonView):
    """Takes a file off the draft; pressed twice, it is gone once."""

    def post(self, request, pk, attachment_pk):
        practice = _own_draft(request, pk)
        attachment = practice and practice.attachments.filter(pk=attachment_pk).first()
        try:
            if attachment:
                actions.detach(attachment=attachment, by=request.user)
        except publishing.Overtaken:
            messages.warning(request, _("A file can no longer be removed: the text was sent or deleted meanwhile."))
        return redirect("practices:files", pk)


class Check(KeepTextMixin, View):
    """All answers on one page, with what is still missing; from here the text goes to the curators."""

    def get(self, request, pk):
        practice = _own_draft(request, pk)
        if practice is None:
            return redirect("practices:mine")
        context = _frame(practice, CHECK) | {
            "shortcomings": practice.shortcomings(),
            "pages": [(name, heading, _address(practice, name)) for name, (_form, heading) in PAGES.items()],
        }
        return render(request, "practices/check.html", context)

    def post(self, request, pk):
        practice = get_object_or_404(Practice.objects.by(request.user), pk=pk)
        if practice.status == Practice.Status.IN_REVIEW:
            # The same press again: the text is on its way already.
            return redirect("practices:sent", pk)
        try:
            publishing.submit(publication=practice, by=request.user, seen=_seen(request))
        except publishing.NotAllowedNow:
            return redirect("practices:check", pk)
        except publishing.Overtaken:
            practice.refresh_from_db(fields=["status"])
            if practice.status != Practice.Status.IN_REVIEW:
                messages.warning(request, _("The text was changed in another tab. Please look through it once more."))
                return redirect("practices:check", pk)
        return redirect("practices:sent", pk)


def _seen(request):
    """The revision in the form; a made-up one is no revision."""
    revision = request.POST.get("revision", "")
    return int(revision) if revision.isascii() and revision.isdecimal() and len(revision) < 10 else 0


class Sent(KeepTextMixin, View):
    """The confirmation; its address may be kept and opened again."""

    def get(self, request, pk):
        practice = get_object_or_404(Practice.objects.by(request.user), pk=pk)
        return render(request, "practices/sent.html", {"practice": practice})


class Mine(KeepTextMixin, View):
    """What the person wrote, with the state of each text and what can be done with it."""

    def get(self, request):
        practices = list(Practice.objects.by(request.user).order_by("-changed_at").prefetch_related("topics", "steps"))
        asked = ModerationEvent.objects.filter(
            kind=Practice.label(), action="send_back",
            object_id__in=[p.pk for p in practices if p.status == Practice.Status.RETURNED],
        ).order_by("id")
        reasons = {event.object_id: event.reason for event in asked}
        for practice in practices:
            practice.asked = reasons.get(practice.pk, "")
            practice.go_on_url = _address(practice, _first_unfinished(practice))
        return render(request, "practices/mine.html", {"practices": practices})


class Recall(ButtonView):
    """Takes the text back out of the queue."""

    def post(self, request, pk):
        practice = get_object_or_404(Practice.objects.by(request.user), pk=pk)
        try:
            publishing.recall(publication=practice, by=request.user, seen=practice.revision)
        except (publishing.Overtaken, publishing.NotAllowedNow):
            messages.warning(request, _("A curator has already decided on this text."))
            return redirect("practices:mine")
        messages.success(request, _("The text is a draft again: change it and send it once more."))
        return redirect("practices:check", pk)


class Delete(KeepTextMixin, View):
    """Asks once more before a draft is deleted for good."""

    def get(self, request, pk):
        practice = _own_draft(request, pk)
        if practice is None or practice.published_at:
            return redirect("practices:mine")
        return render(request, "practices/delete.html", {"practice": practice})

    def post(self, request, pk):
        practice = Practice.objects.by(request.user).filter(pk=pk).first()
        if practice is None:
            return redirect("practices:mine")
        try:
            actions.delete_draft(practice=practice, by=request.user)
        except Practice.DoesNotExist:
            messages.warning(request, _("This text can no longer be deleted: it is with the curators or published."))
        else:
            messages.success(request, _("The draft is deleted."))
        return redirect("practices:mine")
