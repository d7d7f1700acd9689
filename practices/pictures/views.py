"""Renditions of pictures, for whoever may see the practice, and the cards of those that all may see."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.utils.translation import get_language

from practices.models import Practice, Rendition
from practices.pictures.card import words_for
from practices.pictures.cards import draw_and_keep, kept_card
from publishing.serving import IMMUTABLE, PUBLIC_SECONDS, serve_file


def rendition(request, pk, width, format):
    """A picture in a width and a format; its content never changes, so a browser keeps it."""
    visible = Practice.objects.visible_to(request.user).exclude(withdrawal=Practice.Withdrawal.CAUSE)
    row = get_object_or_404(
        Rendition.objects.select_related("attachment__practice"),
        attachment=pk, width=width, format=format, attachment__practice__in=visible,
    )
    return serve_file(
        request,
        row.file,
        shown_name=f"{row.attachment.name.rpartition('.')[0]}-{row.width}.{row.format}",
        content_type=f"image/{row.format}",
        public=row.attachment.practice.is_open_to_all,
        inline=True,
        immutable=True,
    )


def card(request, pk):
    """The card for messengers, of published practices only; drawn now when nobody has drawn it yet."""
    practice = get_object_or_404(Practice.objects.published().for_cards().prefetch_related(*Practice.ON_CARDS), pk=pk)
    words = words_for(practice)
    content = kept_card(practice, words) or draw_and_keep(practice, words)
    if content is None:
        return redirect(static(f"card-{get_language()}.png"))
    answer = FileResponse(content) if hasattr(content, "read") else HttpResponse(content)
    answer["Content-Type"] = "image/png"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    is_current = request.GET.get("v") == words.version
    answer["Cache-Control"] = IMMUTABLE if is_current else f"public, max-age={PUBLIC_SECONDS}"
    return answer
