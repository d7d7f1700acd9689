"""Pages of the exchange under a practice: read, ask, answer, complain, take back, turn letters off."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.keeping import KeepTextMixin, forget_kept, get_kept_data
from accounts.models import User
from practices.exchange import actions, reading
from practices.exchange.forms import ComplaintForm, RemarkForm
from practices.models import Practice, PracticeComment, PracticeMute
from publishing import remarks
from publishing.remark_refusals import Refused


def readable_practice(pk):
    """The practice whose remarks anybody may read; a hidden one and one removed for cause do not exist here."""
    practices = Practice.objects.open_to_all().exclude(withdrawal=Practice.Withdrawal.CAUSE)
    return get_object_or_404(practices.filter(merged_into__isnull=True), pk=pk)


def shown_remark(pk, user=None):
    """A remark that readers see, or that this person wrote and may still read."""
    remark = get_object_or_404(PracticeComment.objects.select_related("author", "answers"), pk=pk)
    own = user is not None and user.is_authenticated and remark.author_id == user.pk
    if remark.hidden_at and not (own and remark.hiding != PracticeComment.Hiding.AUTHOR):
        raise Http404
    remark.practice = readable_practice(remark.practice_id)
    return remark


def block(request, practice):
    """What the page of the practice shows of the exchange; whoever is signed in writes right there."""
    shown = {"open": practice.status == Practice.Status.PUBLISHED}
    if request.user.is_authenticated and practice.is_open_to_all:
        shown["own_hidden"] = reading.hidden_from_others(practice, request.user)
        if shown["open"]:
            shown["form"] = RemarkForm(initial={"form_key": uuid4(), "language": get_language()})
            shown["signature"] = remarks.signature(request.user, get_language())
    return shown


def remark_list(request, pk):
    """All questions and additions under the practice, by pages."""
    practice = readable_practice(pk)
    context = {
        "practice": practice,
        "page_obj": reading.threads_of(practice, request.GET.get("page")),
        "own_hidden": reading.hidden_from_others(practice, request.user),
        "open": practice.status == Practice.Status.PUBLISHED,
        "crumbs": crumbs(practice),
    }
    return render(request, "practices/exchange/remarks.html", context)


def remark(request, pk):
    """Leads to the remark, on whichever page it stands now."""
    found = shown_remark(pk, request.user)
    number = reading.page_number(found)
    page = f"?page={number}" if number > 1 else ""
    return redirect(f"{reverse('practices:remarks', args=[found.practice_id])}{page}#remark-{found.pk}")


def crumbs(practice):
    return [(_("Practices"), reverse("practices:list")), (practice.title, practice.get_absolute_url())]


class Writing(KeepTextMixin, View):
    """A remark is written: before it is sent, the page says who will see it and under which name."""

    def handle_no_permission(self):
        if self.request.method == "GET":
            messages.info(self.request, _("Sign in or register to write; after that you go on from here."))
        return super().handle_no_permission()

    def about(self, pk):
        """Return the practice, and the question that is answered or nothing."""
        raise NotImplementedError

    def get(self, request, pk):
        practice, thread = self.about(pk)
        if practice.status != Practice.Status.PUBLISHED:
            return self.show(request, practice, thread, None, refusal=Refused("closed"))
        kept = get_kept_data(request)
        fresh = {"form_key": uuid4(), "language": get_language()}
        form = RemarkForm(kept, answering=bool(thread)) if kept else RemarkForm(answering=bool(thread), initial=fresh)
        return self.show(request, practice, thread, form)

    def post(self, request, pk):
        practice, thread = self.about(pk)
        form = RemarkForm(request.POST, answering=bool(thread))
        if practice.status != Practice.Status.PUBLISHED:
            return self.show(request, practice, thread, form, refusal=Refused("closed"))
        if not form.is_valid():
            return self.show(request, practice, thread, form)
        try:
            written = actions.write(
                practice=practice, by=request.user, answers=thread, **{"kind": "answer"} | form.cleaned_data
            )
        except Refused as refusal:
            return self.show(request, practice, thread, form, refusal=refusal)
        forget_kept(request)
        messages.success(request, _("Thank you. What you wrote is on the page; we tell those whom it concerns."))
        return redirect("practices:remark", written.pk)

    def show(self, request, practice, thread, form, refusal=None):
        context = {
            "practice": practice, "thread": thread, "form": form, "refusal": refusal, "crumbs": crumbs(practice),
            "signature": remarks.signature(request.user, get_language()),
            "heading": pgettext("heading", "Answer") if thread else _("Ask or add something"),
        }
        status = refusal.status if refusal else 200
        return render(request, "practices/exchange/write.html", context, status=status)


class Ask(Writing):
    """A question or an addition under the practice."""

    def about(self, pk):
        return readable_practice(pk), None


class Answer(Writing):
    """An answer; to answer an answer is to write beside it."""

    def about(self, pk):
        found = shown_remark(pk)
        return found.practice, found.answers or found


class Complain(KeepTextMixin, View):
    """A reader tells the curators, with a reason, that a remark should not stand there."""

    def get(self, request, pk):
        found = shown_remark(pk)
        own = found.author_id == request.user.pk
        return self.show(request, found, ComplaintForm(get_kept_data(request), own=own))

    def post(self, request, pk):
        found = shown_remark(pk)
        own = found.author_id == request.user.pk
        form = ComplaintForm(request.POST, own=own)
        if not form.is_valid():
            return self.show(request, found, form)
        try:
            is_new = remarks.complain(remark=found, by=request.user, **{"reason": "own"} | form.cleaned_data)
        except Refused as refusal:
            return self.show(request, found, form, refusal=refusal)
        forget_kept(request)
        messages.success(request, _("Thank you. A curator will look at it.") if is_new else _(
            "You have complained about this before; a curator knows of it."
        ))
        return redirect(found.practice)

    def show(self, request, found, form, refusal=None):
        context = {
            "remark": found, "form": form, "refusal": refusal, "own": found.author_id == request.user.pk,
            "crumbs": crumbs(found.practice),
        }
        status = refusal.status if refusal else 200
        return render(request, "practices/exchange/complain.html", context, status=status)


class TakeBack(KeepTextMixin, View):
    """The author of a remark takes it back within the hour; asked once more before it is gone."""

    def own(self, request, pk):
        found = get_object_or_404(PracticeComment.objects.filter(author=request.user), pk=pk)
        found.practice = readable_practice(found.practice_id)
        return found

    def get(self, request, pk):
        found = self.own(request, pk)
        if found.hiding == PracticeComment.Hiding.AUTHOR:
            return redirect(found.practice)
        context = {"remark": found, "may": remarks.may_take_back(found, request.user), "crumbs": crumbs(found.practice)}
        return render(request, "practices/exchange/take_back.html", context)

    def post(self, request, pk):
        found = self.own(request, pk)
        try:
            remarks.take_back(remark=found, by=request.user)
        except Refused as refusal:
            messages.warning(request, refusal.sentence)
            return redirect("practices:take_back", pk)
        messages.success(request, _("It is taken back: nobody sees it any more."))
        return redirect(found.practice)


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class Mute(View):
    """Turns letters off by the signed link in one of them: it opens without signing in, and acts only when pressed.

    The signature stands for the token of the form: programs for mail press without having opened the page.
    """

    def named(self, token):
        practice, user = PracticeMute.named_by(token) or (0, 0)
        person = get_object_or_404(User.objects.active(), pk=user)
        return get_object_or_404(Practice, pk=practice), person

    def get(self, request, token):
        practice, _person = self.named(token)
        return render(request, "practices/exchange/mute.html", {"practice": practice})

    def post(self, request, token):
        practice, person = self.named(token)
        actions.turn_off_letters(practice=practice, user=person)
        return render(request, "practices/exchange/mute.html", {"practice": practice, "done": True})
