"""Tables in the admin: taken out, and taken in after a look at what would become of them."""

import hashlib
import logging
import secrets

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST
from import_export.admin import ExportMixin, ImportMixin
from import_export.forms import ImportForm, SelectableFieldsExportForm
from import_export.resources import ModelResource
from import_export.results import Error
from import_export.tmp_storages import BaseStorage

from catalogue.spreadsheets import FILE_FORMATS, MOST_BYTES

logger = logging.getLogger(__name__)

KEPT_SECONDS = 3600
# The format that opens with one press and keeps letters and numbers as they are.
USUAL_FORMAT = "0"


class Refused(ValueError):
    """Something in the table cannot be taken in; the sentence says what, in the reader's language."""


class ToldError(Error):
    """What went wrong, as the reader is told it; what nobody foresaw is written into the server's log."""

    def __init__(self, error, row=None, number=None):
        super().__init__(error, row, number)
        if not isinstance(error, Refused):
            logger.error("A table could not be imported, row %s", number, exc_info=error)

    @property
    def sentence(self) -> str:
        if isinstance(self.error, Refused):
            return str(self.error)
        return _("The portal could not read this. Check that nothing in the table is missing, and send it again.")


class HeadedResource(ModelResource):
    """A table whose columns are headed as its reader sees them; it comes back with heads of any language.

    REQUIRED names the columns without which a table is not taken in.
    """

    REQUIRED: tuple[str, ...] = ()

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for name, field in self.fields.items():
            field.column_name = self.head_of(name)

    @classmethod
    def head_of(cls, name) -> str:
        return str(capfirst(cls._meta.model._meta.get_field(name).verbose_name))

    @classmethod
    def get_error_result_class(cls):
        return ToldError

    def import_row(self, *args, **kwargs):
        """What is wrong with a cell is said under the head of its column."""
        result = super().import_row(*args, **kwargs)
        wrong = getattr(result.validation_error, "error_dict", {})
        if wrong:
            result.validation_error = ValidationError({
                name if name == NON_FIELD_ERRORS else self.head_of(name): errors for name, errors in wrong.items()
            })
        return result

    def before_import(self, dataset, **kwargs):
        """Heads of another language, and the names of the columns, are put into those of this reader."""
        known = {}
        for code, _language in settings.LANGUAGES:
            with override(code):
                known |= {self.head_of(name): name for name in self.fields}
        names = [known.get(str(head).strip(), str(head).strip()) for head in dataset.headers or []]
        dataset.headers = [self.head_of(name) if name in self.fields else name for name in names]
        missing = [head for head in map(self.head_of, self.REQUIRED) if head not in dataset.headers]
        if missing:
            raise Refused(_("The table lacks these columns: %(names)s.") % {"names": ", ".join(missing)})


class ColumnsForm(SelectableFieldsExportForm):
    """Which columns are taken out, and as what: all of them, as a workbook, unless the reader says otherwise."""

    @property
    def media(self):
        return forms.Media(js=["curation/export_columns.js"])

    def _init_formats(self, formats):
        super()._init_formats(formats)
        self.fields["format"].choices = [choice for choice in self.fields["format"].choices if choice[0]]
        self.fields["format"].initial = USUAL_FORMAT

    def _get_field_label(self, resource, field_name):
        return resource.head_of(field_name)


class InHand(BaseStorage):
    """The table while it is looked at: what is refused leaves nothing behind."""

    def save(self, data):
        self.data = data

    def read(self):
        return self.data


class UploadForm(ImportForm):
    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 1 MB. Divide the table and send it in parts."))
        return file


class ConfirmForm(forms.Form):
    table = forms.CharField(widget=forms.HiddenInput)


def place_of(user, token) -> str:
    """Where the table waits: the same token in another person's hands leads nowhere."""
    return "table-" + hashlib.sha256(f"{user.pk}:{token}".encode()).hexdigest()


class TableExport(ExportMixin):
    """The list as a file, with the filters of the list."""

    export_formats = FILE_FORMATS
    export_form_class = ColumnsForm

    def get_valid_export_item_pks(self, request):
        """Rows are chosen by the filters only."""
        return []


class TableImport(ImportMixin):
    """A table is looked at, then imported once by the person who sent it, whole or not at all."""

    import_formats = FILE_FORMATS
    import_form_class = UploadForm
    confirm_form_class = ConfirmForm
    tmp_storage_class = InHand

    def add_data_read_fail_error_to_form(self, form, e):
        message = e if isinstance(e, ValidationError) else _(
            "The file cannot be read. Choose the format in which it was saved: XLSX or CSV (UTF-8)."
        )
        form.add_error("import_file", message)

    def get_confirm_form_initial(self, request, import_form):
        """Called when nothing is wrong with the table: from now on it waits for the second press."""
        file, token = import_form.cleaned_data["import_file"], secrets.token_urlsafe()
        file.seek(0)
        held = {"data": file.read(), "format": int(import_form.cleaned_data["format"]), "name": file.name}
        cache.set(place_of(request.user, token), held, KEPT_SECONDS)
        return {"table": token}

    def take(self, user, token):
        """Return the table that waits, the first time only: of two presses at once one waits for the other."""
        place = place_of(user, token)
        held = cache.get(place)
        return held if held and cache.add(f"{place}-taken", True, KEPT_SECONDS) else None

    def generate_log_entries(self, result, request):
        """The log is kept untranslated: everybody reads it in their own language."""
        with override(None):
            super().generate_log_entries(result, request)

    @method_decorator(require_POST)
    def process_import(self, request, **kwargs):
        if not self.has_import_permission(request):
            raise PermissionDenied
        held = self.take(request.user, request.POST.get("table", ""))
        if held is None:
            messages.warning(request, _("This table has been imported already, or it waited for more than an hour."))
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        result = self.bring_in(request, held)
        if result.has_errors() or result.has_validation_errors():
            messages.error(request, _("Nothing was imported: something has changed meanwhile. Send the table again."))
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")
        return self.process_result(result, request)

    def bring_in(self, request, held):
        resource = self.get_import_resource_classes(request)[0]()
        return resource.import_data(
            self.get_import_formats()[held["format"]]().create_dataset(held["data"]),
            dry_run=False, file_name=held["name"], user=request.user, rollback_on_validation_errors=True,
            retain_instance_in_row_result=True,
        )
