"""What search engines are asked to leave alone: the workplace, and pages that belong to one person."""

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

AGE_SECONDS = 24 * 3600
# In each of the languages.
PRIVATE = [
    "account/", "profile/", "saved/", "practices/mine/", "practices/submit/", "practices/form/",
    "practices/fact-check/", "practices/repeats/mine/", "practices/repeats/quiet/", "practices/remarks/mute/",
]


@require_safe
@cache_control(public=True, max_age=AGE_SECONDS)
@transaction.non_atomic_requests
def robots(request):
    closed = ["/admin/", "/language/", *(f"/{code}/{rest}" for code, _name in settings.LANGUAGES for rest in PRIVATE)]
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
