"""What search engines and other machines read of a practice: JSON-LD in the words of schema.org."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publishing.html import data_block


def structured_data(request, practice) -> str:
    """Return the script element for the page of a published practice; nothing for any other status."""
    if practice.status != practice.Status.PUBLISHED:
        return ""
    site = request.build_absolute_uri(reverse("home"))
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": practice.title[:110],
        "description": practice.summary,
        "inLanguage": get_language(),
        "url": request.build_absolute_uri(practice.get_absolute_url()),
        "datePublished": practice.published_at.isoformat(),
        "dateModified": practice.changed_at.isoformat(),
        "about": [topic.name for topic in practice.topics.all()],
        "spatialCoverage": practice.place_text,
        "publisher": {
            "@type": "Organization", "name": _("Portal of best practice of local self-government"), "url": site,
        },
    }
    return data_block({name: value for name, value in data.items() if value})
