"""The site map: every published thing, in both languages, from the catalogue."""

from django.contrib.sitemaps import Sitemap

from catalogue.models import Entry
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


SITEMAPS = {"entries": Entries, "pages": Pages}
