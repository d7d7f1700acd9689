from datetime import time, timedelta

from django.utils import timezone, translation

from jobs.schedule import periodic
from practices.models import LANGUAGES, Practice
from practices.pictures.card import words_for
from practices.pictures.cards import draw_and_keep, forget_cards, has_card
from practices.pictures.making import pictures_without_renditions
from practices.pictures.tasks import render

# Longer than the pause between two runs, so that a run that failed is made up for.
LATELY = timedelta(hours=2)
AT_ONCE, A_NIGHT = 40, 500


@periodic(name="practices.draw_cards", every=timedelta(minutes=2))
def draw_cards() -> None:
    """What was published or changed lately gets its cards before anybody sends the link on."""
    lately = Practice.objects.published().filter(changed_at__gt=timezone.now() - LATELY)
    left = AT_ONCE
    for practice in lately.for_cards().prefetch_related(*Practice.ON_CARDS).order_by("-changed_at"):
        for language in LANGUAGES:
            with translation.override(language):
                words = words_for(practice)
                if left and not has_card(practice, words):
                    draw_and_keep(practice, words)
                    left -= 1


@periodic(name="practices.forget_cards", every=timedelta(days=1), at=time(4, 20))
def forget_cards_of_the_withdrawn() -> None:
    """No card outlives its practice by more than a day."""
    forget_cards()


@periodic(name="practices.render_forgotten", every=timedelta(days=1), at=time(4, 30))
def render_forgotten() -> None:
    """Pictures whose task was lost are rendered all the same."""
    for pk in pictures_without_renditions().order_by("-pk").values_list("pk", flat=True)[:A_NIGHT]:
        render.enqueue(pk)
