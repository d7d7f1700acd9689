"""Pages for readers: the list of acts, and one act with all that cites it."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from law.citing import entries_citing, with_citing_count
from law.forms import ActFilterForm
from law.models import Act

ACTS_ON_A_PAGE = 20
TEXTS_ON_A_PAGE = 12


def _choices(choices, chosen):
    return [{"value": value, "label": label, "selected": value == chosen} for value, label in choices]


def _without_page(parameters):
    kept = parameters.copy()
    kept.pop("page", None)
    return kept.urlencode()


def act_list(request):
    """The acts, found by number or words and narrowed by kind and state."""
    asked = ActFilterForm(request.GET).asked()
    narrowing = {name: asked[name] for name in ("kind", "state") if asked[name]}
    acts = Act.objects.filter(**narrowing).matching(asked["q"])
    paginator = Paginator(with_citing_count(acts.in_order()), ACTS_ON_A_PAGE)
    context = {
        "q": asked["q"],
        "page_obj": paginator.get_page(request.GET.get("page")),
        "total": paginator.count,
        "kinds": _choices(Act.Kind.choices, asked["kind"]),
        "states": _choices(Act.State.choices, asked["state"]),
        "is_narrowed": any(asked.values()),
        "querystring": _without_page(request.GET),
        "crumbs": [],
    }
    return render(request, "law/act_list.html", context)


def act_detail(request, pk):
    """One act: what became of it, and what rests on it."""
    act = get_object_or_404(Act.objects.select_related("successor"), pk=pk)
    paginator = Paginator(entries_citing(act), TEXTS_ON_A_PAGE)
    context = {
        "act": act,
        "replaced": list(act.predecessors.all()),
        "page_obj": paginator.get_page(request.GET.get("page")),
        "total": paginator.count,
        "querystring": "",
        "crumbs": [(_("Legal acts"), reverse("law:list"))],
    }
    return render(request, "law/act_detail.html", context)
