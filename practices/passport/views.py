from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from practices import badges as rules


def badge_rules(request):
    """How badges are given: the rules that the portal itself reckons by."""
    return render(
        request,
        "practices/passport/badges.html",
        {
            "small": rules.COST_LIMITS[0],
            "middle": rules.COST_LIMITS[1],
            "cost": rules.cost(rules.Facts()),
            "evidence": rules.evidence(rules.Facts()),
            "ease": rules.ease(rules.Facts()),
            "easy": rules.EASY,
            "feasible": rules.FEASIBLE,
            "completeness": rules.completeness(rules.Facts()),
            "partial": rules.PARTIAL_FROM,
            "full": rules.FULL_FROM,
            "crumbs": [(_("Practices"), reverse("practices:list"))],
        },
    )
