"""A practice to be taken along: the archive, the print set and the sheet, for whoever may see the practice."""

from functools import wraps

from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.vary import vary_on_headers

from practices.kit.archive import build
from practices.kit.documents import pictures_of, print_context
from practices.kit.pace import SECONDS, within_pace
from practices.kit.sheet import sheet_of
from practices.pictures.gallery import gallery
from practices.reading import for_reading, unpack
from publishing.history import last_decision, public_history
from publishing.serving import PUBLIC_SECONDS

# Grows when kits are made otherwise, so that nobody is told to keep an old one.
EDITION = 1


def of_practice(view):
    """Find the practice as its page does: hidden 404, removed for cause 410, merged or renamed lead on."""
    @wraps(view)
    def find(request, pk, slug):
        practice = unpack(get_object_or_404(for_reading().visible_to(request.user), pk=pk))
        name = request.resolver_match.view_name
        if practice.merged_into:
            return redirect(name, practice.merged_into.pk, practice.merged_into.slug)
        if practice.is_gone:
            context = {"decision": last_decision(public_history(practice))}
            return render(request, "publishing/gone.html", context, status=410)
        if slug != practice.slug:
            return redirect(name, practice.pk, practice.slug, permanent=practice.is_open_to_all)
        return view(request, practice)
    return find


@of_practice
def kit(request, practice):
    """All files of the practice in one archive; made anew only for who does not have this very one."""
    etag = _etag(practice)
    answer = get_conditional_response(request, etag=etag)
    if answer is None and not within_pace(request):
        answer = render(request, "practices/kit/too_many.html", {"practice": practice}, status=429)
        answer["Retry-After"] = str(SECONDS)
        return answer
    if answer is None:
        answer = FileResponse(
            build(practice), as_attachment=True, filename=f"{practice.pk}-{practice.slug}.zip",
            content_type="application/zip",
        )
        answer["X-Content-Type-Options"] = "nosniff"
        # Packed already; this keeps GZipMiddleware from taking its length away.
        answer["Content-Encoding"] = "identity"
    public = f"public, max-age={PUBLIC_SECONDS}"
    answer["Cache-Control"] = public if practice.is_open_to_all else "private, no-store"
    answer["ETag"], answer["X-Robots-Tag"] = etag, "noindex"
    return answer


def _etag(practice):
    """A new one with every revision, change of state, file or small picture, and when an act it cites changes."""
    files = [f"{file.pk}.{len(file.shown_in)}" for file in practice.attachments.all()]
    seen = f"{EDITION}-{get_language()}-{practice.revision}-{practice.changed_at:%Y%m%d%H%M%S%f}-{practice.status}"
    acts = [f"{citation.act.pk}.{citation.act.edition}.{citation.act.state}" for citation in practice.cited]
    return quote_etag("-".join([seen, *files, *acts]))


@vary_on_headers("Save-Data")
@of_practice
def print_set(request, practice):
    """The whole practice for paper: steps to be ticked off, cost table with room for own figures."""
    context = {**print_context(practice), "gallery": gallery(request, pictures_of(practice))}
    return render(request, "practices/kit/print.html", context)


@of_practice
def sheet(request, practice):
    """One A4 page for the village gathering."""
    return render(request, "practices/kit/sheet.html", {"practice": practice, "sheet": sheet_of(practice)})
