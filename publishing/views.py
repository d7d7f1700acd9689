from django.shortcuts import get_object_or_404, render

from publishing.models import Page


def page(request, slug):
    """A page of the portal itself."""
    return render(request, "publishing/page.html", {"page": get_object_or_404(Page, slug=slug)})
