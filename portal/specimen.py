"""Every component in every state on one page: developers copy from it, checks of the look walk it."""

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import render
from django.views.decorators.http import require_safe

CHOICES = [("case", "Case"), ("method", "Method"), ("tool", "Tool")]


class SpecimenForm(forms.Form):
    """One field of each kind the portal uses."""

    title = forms.CharField(label="Title", help_text="One line, up to 200 characters.", max_length=200)
    text = forms.CharField(label="What was done", widget=forms.Textarea, required=False)
    year = forms.IntegerField(label="First year", min_value=1991, max_value=2100, required=False)
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    day = forms.DateField(
        label="Day", widget=forms.DateInput(attrs={"type": "date"}), help_text="Day, month, year."
    )
    kind = forms.ChoiceField(label="Kind", choices=CHOICES, widget=forms.RadioSelect, help_text="Choose one.")
    topics = forms.MultipleChoiceField(
        label="Topics", choices=CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )
    place = forms.ChoiceField(label="Place", choices=[("", "All"), *CHOICES], required=False)
    file = forms.FileField(label="Document", help_text="PDF or DOCX, up to 10 MB.", required=False)
    agree = forms.BooleanField(label="I have the right to publish this")


@require_safe
@transaction.non_atomic_requests
def components(request):
    """The same form untouched and with every error, and a page in the middle of a long list."""
    context = {
        "form": SpecimenForm(prefix="clean"),
        "broken": SpecimenForm({"wrong-email": "a@", "wrong-year": "5"}, prefix="wrong"),
        "page_obj": Paginator(range(200), 20).get_page(5),
        "querystring": "q=water&sort=new",
    }
    return render(request, "portal/components.html", context)
