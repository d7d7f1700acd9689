"""Pictures and documents of the draft."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.keeping import KeepTextMixin
from practices import actions, forms
from practices.writing.buttons import ButtonView
from practices.writing.pages import CHECK, FILES, address, frame, own_draft
from publishing import actions as publishing
from publishing.uploads import UploadRefused


class Files(KeepTextMixin, View):
    """Pictures and documents of the draft, added one by one."""

    def get(self, request, pk):
        practice = own_draft(request, pk)
        return redirect("practices:mine") if practice is None else self.show(request, practice, forms.FileForm())

    def post(self, request, pk):
        practice = own_draft(request, pk)
        if practice is None:
            return redirect("practices:mine")
        if "go_on" in request.POST and not request.FILES:
            return redirect(address(practice, CHECK))
        form = forms.FileForm(request.POST, request.FILES, kept=practice.attachments.count())
        if not form.is_valid():
            return self.show(request, practice, form)
        try:
            actions.attach(
                practice=practice, by=request.user, checked=form.cleaned_data["file"],
                caption=form.cleaned_data["caption"],
            )
        except UploadRefused as refusal:
            form.add_error("file", refusal)
            return self.show(request, practice, form)
        except publishing.Overtaken:
            messages.warning(request, _("The file was not added: the text was sent or deleted meanwhile."))
            return redirect("practices:mine")
        return redirect(address(practice, CHECK if "go_on" in request.POST else FILES))

    def show(self, request, practice, form):
        context = frame(request, practice, FILES) | {"form": form, "attachments": practice.attachments.all()}
        return render(request, "practices/files.html", context)


class RemoveFile(ButtonView):
    """Takes a file off the draft; pressed twice, it is gone once."""

    def post(self, request, pk, attachment_pk):
        practice = own_draft(request, pk)
        attachment = practice and practice.attachments.filter(pk=attachment_pk).first()
        try:
            if attachment:
                actions.detach(attachment=attachment, by=request.user)
        except publishing.Overtaken:
            messages.warning(request, _("A file can no longer be removed: the text was sent or deleted meanwhile."))
        return redirect("practices:files", pk)
