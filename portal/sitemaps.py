"""The site map: every published thing, in both languages, from the catalogue."""

from django.contrib.sitemaps import Sitemap

from catalogue.models import Entry
from law.models import Act
from publishing.models import Page


class Entries(Sitemap):
    """Everything published in any section."""

    i18n = alternates = x_default = True
    limit = 1000

    def items(self):
        return Entry.objects.published().newest()

    def lastmod(self, entry):
        return entry.changed_on


class Pages(Sitemap):
    """The pages of the portal itself."""

    i18n = alternates = x_default = True

    def items(self):
        return Page.objects.all()

    def lastmod(self, page):
        return page.changed_at


class Acts(Sitemap):
    """The legal acts that publications cite."""

    i18n = alternates = x_default = True
    limit = 1000

    def items(self):
        return Act.objects.order_by("pk")


SITEMAPS = {"entries": Entries, "pages": Pages, "acts": Acts}
