"""Pages for people of a municipality: begin a repeat, tell how it goes, look at all of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from accounts.actions import change_profile
from accounts.keeping import KeepTextMixin, forget_kept, get_kept_data
from practices import actions as practices
from practices.adopting import actions
from practices.adopting.forms import BeginForm, PlaceForm, TellForm
from practices.adopting.municipality import home_of, is_its_own, is_kept_by, kept_for, may_tell, works_there
from practices.models import Adoption, Practice
from publishing.actions import NotAllowedNow, Overtaken

PAGE_SIZE = 20


def _typed(request):
    """What a person typed and cannot send: it is shown, to be copied."""
    skipped = ("csrfmiddlewaretoken", "revision", "stage", "learnt_from", "territory")
    return [value for name, values in request.POST.lists() for value in values if name not in skipped and value]


def _cannot(request, sentence, links, status):
    """Say in a sentence why it cannot be done, and give back what was typed."""
    context = {"sentence": sentence, "links": links, "typed": _typed(request)}
    return render(request, "practices/adopting/cannot.html", context, status=status)


def _others(practice_pk, own=None):
    """From whom one may have learnt: the repeats of this practice by others."""
    return Adoption.objects.of(practice_pk).shown().exclude(pk=own).with_places()


class Begin(KeepTextMixin, View):
    """«We repeat this»: a short form, after which the municipality has its card of the repeat."""

    def handle_no_permission(self):
        messages.info(self.request, _("Sign in or register to tell that you repeat the practice; then you go on here."))
        return super().handle_no_permission()

    def get(self, request, pk):
        practice = self.practice(pk)
        if practice.merged_into:
            return redirect("practices:repeat_begin", practice.merged_into.pk)
        if home_of(request.user) is None:
            return self.show_place(request, practice, PlaceForm())
        kept = get_kept_data(request)
        return self.refused(request, practice, 200) or self.show(request, practice, kept)

    def post(self, request, pk):
        practice = self.practice(pk)
        if home_of(request.user) is None:
            place = PlaceForm(request.POST)
            if not place.is_valid():
                return self.show_place(request, practice, place)
            self.settle(request.user, place.cleaned_data["territory"])
            if "stage" not in request.POST:
                return redirect("practices:repeat_begin", pk)
        return self.refused(request, practice, 409) or self.begin(request, practice)

    def practice(self, pk):
        return get_object_or_404(Practice.objects.open_to_all().select_related("merged_into"), pk=pk)

    def settle(self, person, territory):
        person.territory = territory
        holding = person.current_holding
        change_profile(person=person, post=holding.post if holding else None)

    def refused(self, request, practice, status):
        """Lead to the card when there is one; say why where the practice cannot be repeated."""
        home = home_of(request.user)
        kept = kept_for(practice, home)
        if kept:
            if kept.by_id != request.user.pk:
                messages.info(request, _("Your municipality has begun to repeat this practice already."))
            return redirect("practices:repeat", kept.pk)
        links = [(_("All practices"), reverse("practices:list"))]
        if practice.merged_into:
            there = reverse("practices:repeat_begin", args=[practice.merged_into.pk])
            sentence = _("This practice was merged into another one: tell there that you repeat it.")
            return _cannot(request, sentence, [(str(practice.merged_into), there), *links], status)
        if practice.status != Practice.Status.PUBLISHED:
            sentence = _("This practice is no longer published, so a repeat of it cannot begin.")
            return _cannot(request, sentence, links, status)
        if is_its_own(practice, home):
            sentence = _("This practice comes from your own municipality: others repeat it after you.")
            return _cannot(request, sentence, [(str(practice), practice.get_absolute_url()), *links], status)
        return None

    def begin(self, request, practice):
        form = BeginForm(request.POST, others=_others(practice.pk))
        if not form.is_valid():
            return self.show(request, practice, form=form)
        try:
            adoption = actions.begin(practice=practice, by=request.user, language=get_language(), **form.cleaned_data)
        except actions.TooMany:
            return self.show(request, practice, form=form, too_many=True, status=429)
        except NotAllowedNow:
            # Withdrawn, or a teacher hidden, between the look and the press: the page of now says it.
            practice.refresh_from_db()
            return self.refused(request, practice, 409) or self.show(request, practice, form=form, status=409)
        forget_kept(request)
        if adoption.by_id == request.user.pk:
            messages.success(request, _("Thank you: colleagues see now that you repeat it."))
        return redirect("practices:repeat", adoption.pk)

    def show(self, request, practice, kept=None, form=None, status=200, **context):
        holding = request.user.current_holding
        fresh = {"post": str(holding.post) if holding else ""}
        form = form or BeginForm(kept, others=_others(practice.pk), initial=fresh)
        context |= {"practice": practice, "form": form, "place": home_of(request.user)}
        return render(request, "practices/adopting/begin.html", context, status=status)

    def show_place(self, request, practice, form):
        names = ("stage", "post", "learnt_from")
        carried = [(name, request.POST[name]) for name in names if name in request.POST]
        return render(request, "practices/adopting/place.html", {
            "practice": practice, "form": form, "carried": carried,
        })


def _of_municipality(request, pk):
    """A repeat of the person's municipality; of others' there is no such page."""
    rows = Adoption.objects.with_places().select_related("practice", "by", "learnt_from__territory")
    adoption = get_object_or_404(rows, pk=pk)
    if not works_there(request.user, adoption) and adoption.by_id != request.user.pk:
        raise Http404
    return adoption


class Card(KeepTextMixin, View):
    """The card of a repeat for people of the municipality: how it went, and what can be done."""

    def get(self, request, pk):
        adoption = _of_municipality(request, pk)
        return render(request, "practices/adopting/card.html", {
            "adoption": adoption, "practice": adoption.practice, "stages": adoption.stages.all(),
            "may_tell": may_tell(request.user, adoption), "is_mine": is_kept_by(request.user, adoption),
            "has_left": not works_there(request.user, adoption),
        })


class Tell(KeepTextMixin, View):
    """The form by which a municipality tells how the repeat goes; a colleague's newer tale is not overwritten."""

    def get(self, request, pk):
        adoption = _of_municipality(request, pk)
        if not may_tell(request.user, adoption):
            return redirect("practices:repeat", pk)
        kept = get_kept_data(request)
        return self.show(request, self.form(adoption, kept))

    def post(self, request, pk):
        adoption = _of_municipality(request, pk)
        if not may_tell(request.user, adoption):
            links = [(_("To the card of the repeat"), reverse("practices:repeat", args=[pk]))]
            return _cannot(request, _("A colleague keeps this repeat, or you have left the municipality."), links, 403)
        form = self.form(adoption, request.POST)
        if not form.is_valid():
            return self.show(request, form)
        try:
            self.tell(request, adoption, form)
        except Overtaken:
            return self.overtaken(request, pk)
        except actions.RunsInCircle:
            form.add_error("learnt_from", _("That municipality has learnt from yours: choose another one."))
            return self.show(request, form)
        return self.done(request, pk)

    def form(self, adoption, data):
        return TellForm(data, adoption=adoption, others=_others(adoption.practice_id, own=adoption.pk))

    def tell(self, request, adoption, form):
        actions.tell(
            adoption=adoption, by=request.user, seen=form.cleaned_data["revision"], language=get_language(),
            stage=form.cleaned_data["stage"], note=form.cleaned_data["note"], values=form.values(),
        )

    def done(self, request, pk):
        forget_kept(request)
        messages.success(request, _("Thank you: it is saved, and colleagues see it."))
        return redirect("practices:repeat", pk)

    def overtaken(self, request, pk):
        """The same press again is harmless; another person's tale is shown beside what was typed."""
        adoption = _of_municipality(request, pk)
        data = request.POST.copy()
        data["revision"] = adoption.revision
        form = self.form(adoption, data)
        if form.is_valid() and form.says_what_is_kept():
            return self.done(request, pk)
        return self.show(request, form, status=409, overtaken_at=timezone.localtime(adoption.changed_at))

    def show(self, request, form, status=200, **context):
        context |= {"form": form, "adoption": form.adoption, "practice": form.adoption.practice,
                    "is_mine": is_kept_by(request.user, form.adoption)}
        return render(request, "practices/adopting/tell.html", context, status=status)


class Mine(KeepTextMixin, View):
    """What the person's municipality repeats; a colleague who came later finds what was begun before."""

    def get(self, request):
        home = home_of(request.user)
        rows = Adoption.objects.by_municipality(home) if home else Adoption.objects.none()
        rows = rows.with_places().select_related("practice", "by").order_by("-changed_at", "-pk")
        page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
        return render(request, "practices/adopting/mine.html", {"page_obj": page, "home": home})


class TellAsPractice(KeepTextMixin, View):
    """Begins a draft about a repeat with a result; pressed again, it leads to the same draft."""

    def get(self, request, pk):
        return redirect("practices:repeat", pk)

    def post(self, request, pk):
        adoption = _of_municipality(request, pk)
        if not may_tell(request.user, adoption):
            return redirect("practices:repeat", pk)
        try:
            draft = actions.tell_as_practice(adoption=adoption, by=request.user, language=get_language())
        except NotAllowedNow:
            messages.warning(request, _("Tell first what came of it: a practice is told from its result."))
            return redirect("practices:repeat_tell", pk)
        except practices.TooMany:
            messages.warning(request, _("You have begun very many practices in the last hour; come back in an hour."))
            return redirect("practices:repeat", pk)
        if draft.is_editable_by(request.user):
            return redirect("practices:write", draft.pk, "essence")
        return redirect(draft)
