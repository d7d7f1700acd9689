from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.db import transaction
from django.urls import include, path
from django.views.generic import RedirectView

from catalogue.views import search
from portal import health, home, reading, specimen
from portal.robots import robots
from portal.sitemaps import SITEMAPS
from publishing.views import page

handler400 = "portal.reading.bad_request"
handler403 = "portal.reading.permission_denied"
handler404 = "portal.reading.page_not_found"
# Not Django's: the limits of allauth look for it.
handler429 = "accounts.limits.too_many_requests"
handler500 = "portal.reading.server_error"

urlpatterns = [
    path("", transaction.non_atomic_requests(home.enter), name="enter"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("language/<str:code>/", reading.set_language, name="set_language"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", RedirectView.as_view(url="/static/icon.svg"), name="favicon"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("search/", search, name="search"),
        path("", include("catalogue.urls")),
        path("practices/", include("practices.urls")),
        path("law/", include("law.urls")),
        path("account/", include("allauth.urls")),
        path("profile/", include("accounts.urls")),
        path("pages/<slug:slug>/", page, name="page"),
        path("view/", reading.view_settings, name="view_settings"),
        path("components/", specimen.components, name="components"),
        prefix_default_language=True,
    ),
]
