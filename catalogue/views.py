from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render

from catalogue import kinds
from catalogue.forms import SearchForm
from catalogue.models import Entry, Topic
from catalogue.search import CANDIDATES, best_first, matching

PAGE_SIZE = 12


def search(request):
    """Search over everything published, by words, kind and topic."""
    form = SearchForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    words = asked.get("q", "")
    entries = _narrowed(Entry.objects.published(), asked)
    total = matching(words, entries).count()
    paginator = Paginator(best_first(words, entries), PAGE_SIZE)
    # Beyond these nobody reads on; a narrower question helps more.
    paginator.count = min(total, CANDIDATES)
    return render(
        request,
        "catalogue/search.html",
        {
            "q": words,
            "page_obj": paginator.get_page(request.GET.get("page")),
            "total": total,
            "kinds": [
                {"value": kind.code, "label": kind.plural, "selected": kind.code == asked.get("kind")}
                for kind in kinds.all_kinds()
            ],
            "topics": _topics(words, asked),
            "querystring": _query(request.GET),
            "crumbs": [],
        },
    )


def _narrowed(entries, asked):
    if asked.get("kind"):
        entries = entries.filter(kind=asked["kind"])
    if asked.get("topic"):
        topics = Topic.objects.filter(Q(slug=asked["topic"]) | Q(parent__slug=asked["topic"]))
        entries = entries.filter(pk__in=Entry.objects.filter(topics__in=topics).values("pk"))
    return entries


def _topics(words, asked):
    """Topics with the number of finds behind each; those with none are left out unless chosen."""
    found = matching(words, _narrowed(Entry.objects.published(), {**asked, "topic": ""})).by_topic()
    chosen = asked.get("topic")
    return [
        {
            "value": topic.slug, "label": topic.name, "count": found.get(topic.pk, 0),
            "selected": topic.slug == chosen,
        }
        for topic in Topic.objects.all()
        if topic.pk in found or topic.slug == chosen
    ]


def _query(parameters):
    kept = parameters.copy()
    kept.pop("page", None)
    return kept.urlencode()
