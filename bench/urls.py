"""The addresses of the portal and one more: a bare Django page, through the same server and middleware.

It is a template with twenty cards and no database, as a Django site without any features would answer.
"""

from django.http import HttpResponse
from django.template import Context, Engine
from django.urls import path

from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns as portal

WORDS = "айыл өкмөтү суу түтүк жол көчө жарык мектеп бала бакча таштанды жайыт бюджет жыйын тургун долбоор ашар"
CARDS = [
    {"title": f"{number} {WORDS[:60]}", "text": f"{WORDS} {number} {WORDS}", "place": WORDS[number : number + 30]}
    for number in range(20)
]
PAGE = Engine().from_string(
    "<!doctype html><html lang=ky><head><meta charset=utf-8><title>{{ title }}</title></head><body><h1>{{ title }}</h1>"
    "<ul>{% for card in cards %}<li class=card><h2><a href='/{{ forloop.counter }}/'>{{ card.title }}</a></h2>"
    "<p>{{ card.text }}</p><p>{{ card.place }}</p></li>{% endfor %}</ul></body></html>"
)


def bare(request):
    return HttpResponse(PAGE.render(Context({"title": WORDS[:30], "cards": CARDS})))


urlpatterns = [path("bare/", bare), *portal]
