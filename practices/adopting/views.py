"""Pages of repeats for readers, and the one to which a letter leads those who do not want to be asked."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from practices.adopting import actions, letters
from practices.adopting.reading import Branch, figures, in_order, why_stopped
from practices.models import Adoption, Practice
from publishing.history import last_decision, public_history

PAGE_SIZE = 20


def repeats(request, pk, slug):
    """All repeats of a practice, by pages, those that came furthest first."""
    practice = get_object_or_404(Practice.objects.open_to_all().select_related("merged_into"), pk=pk)
    if practice.merged_into:
        return redirect("practices:repeats", practice.merged_into.pk, practice.merged_into.slug)
    if practice.is_gone:
        context = {"decision": last_decision(public_history(practice))}
        return render(request, "publishing/gone.html", context, status=410)
    if slug != practice.slug:
        return redirect("practices:repeats", practice.pk, practice.slug, permanent=True)
    shown = Adoption.objects.of(practice.pk).shown()
    numbers = shown.order_by().aggregate(**figures(shown))
    paginator = Paginator(_for_pages(shown), PAGE_SIZE)
    paginator.count = numbers["total"]
    page = paginator.get_page(request.GET.get("page"))
    page.object_list = [Branch(adoption, learnt_from=_teacher(adoption)) for adoption in page.object_list]
    return render(request, "practices/adopting/repeats.html", {
        "practice": practice, "page_obj": page, "total": numbers["total"],
        "tellings": Practice.objects.published().filter(repeats_of=practice).order_by("published_at", "pk"),
        "costs": (numbers["low"], numbers["high"]) if numbers["low"] is not None else None,
        "crumbs": [(_("Practices"), reverse("practices:list")), (practice.title, practice.get_absolute_url())],
    })


def _for_pages(adoptions):
    return in_order(adoptions.with_places().select_related("learnt_from__territory").annotate(why=why_stopped()))


def _teacher(adoption):
    teacher = adoption.learnt_from
    return str(teacher.territory) if teacher and not teacher.is_hidden else ""


@method_decorator(csrf_exempt, name="dispatch")
class Quiet(View):
    """«Do not ask me about this any more», from a letter and without signing in.

    The token is the proof, and mail programs that press for their reader bring no other. Opening the
    address changes nothing: scanners of mail open every link.
    """

    def get(self, request, token):
        return self.show(request, letters.named_by(token))

    def post(self, request, token):
        adoption = letters.named_by(token)
        if adoption:
            actions.refuse_asks(adoption=adoption, by=adoption.by)
            adoption.refuses_asks = True
        return self.show(request, adoption)

    def show(self, request, adoption):
        asked_still = bool(adoption) and not adoption.refuses_asks
        context = {"adoption": adoption, "asked_still": asked_still}
        return render(request, "practices/adopting/quiet.html", context)
