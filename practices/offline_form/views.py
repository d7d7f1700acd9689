"""The form to be taken along, and the way back into the portal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from accounts.keeping import KeepTextMixin
from practices import actions
from practices.models import Practice
from practices.offline_form.document import blank_form
from practices.offline_form.filling import take_in
from practices.offline_form.forms import UploadForm
from practices.offline_form.kept import forget_reading, keep_reading
from practices.offline_form.reading import NotTheForm, TooMuchText, read_form
from practices.writing.buttons import ButtonView
from practices.writing.pages import ORDER
from publishing.serving import PUBLIC_SECONDS
from publishing.uploads import UploadRefused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def form_document(request):
    """The blank form in the language of the page, for everybody."""
    answer = HttpResponse(blank_form(), content_type=DOCX)
    answer["Content-Disposition"] = f'attachment; filename="practice-form-{get_language()}.docx"'
    answer["X-Content-Type-Options"], answer["X-Robots-Tag"] = "nosniff", "noindex"
    answer["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    return answer


class Upload(KeepTextMixin, View):
    """Takes a filled-in form and makes a draft of it; whatever is wrong with the file, nothing is lost."""

    def get(self, request):
        return self.show(request, UploadForm(initial={"language": get_language()}))

    def post(self, request):
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(request, form)
        answers = self.read(form)
        if answers is None:
            return self.show(request, form)
        checked = form.cleaned_data["file"]
        try:
            practice, summary, is_new = take_in(
                by=request.user, answers=answers, language=form.cleaned_data["language"], sha256=checked.sha256
            )
        except actions.TooMany:
            return self.show(request, form, status=429, too_many=True)
        return self.lead_on(request, practice, is_new, {
            "file": checked.shown_name, "is_new": is_new,
            "read": summary.read, "wrong": summary.wrong, "unread": summary.unread,
        })

    def read(self, form):
        """Return the answers, or None and an error in the form."""
        try:
            answers = read_form(form.cleaned_data["file"].content.read())
        except UploadRefused as refusal:
            form.add_error("file", refusal)
        except TooMuchText:
            form.add_error("file", _(
                "There is more text in the file than a practice can hold. Leave the answers and take the rest out."
            ))
        except NotTheForm:
            form.add_error("file", _(
                "This is not the form of the portal: none of its questions is in the file. Take the form from this "
                "page and fill it in."
            ))
        else:
            if not answers.is_empty:
                return answers
            form.add_error("file", _("No answer was found in the file. Write in the shaded cells and save the file."))
        return None

    def lead_on(self, request, practice, is_new, summary):
        if not practice.is_editable_by(request.user):
            messages.info(request, _("This file was uploaded before, and its practice is with the curators already."))
            return redirect("practices:mine")
        if not is_new:
            messages.info(request, _("This file was uploaded before. Here is its draft; nothing in it was changed."))
        keep_reading(request, practice, summary)
        return redirect("practices:write", practice.pk, ORDER[0])

    def show(self, request, form, status=200, **context):
        return render(request, "practices/offline_form/upload.html", {"form": form, **context}, status=status)


class Forget(ButtonView):
    """Puts the summary of the form away."""

    def post(self, request, pk):
        practice = get_object_or_404(Practice.objects.by(request.user), pk=pk)
        forget_reading(request, practice)
        return redirect("practices:write", practice.pk, ORDER[0])
