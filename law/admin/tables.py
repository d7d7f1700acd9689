"""Acts as a spreadsheet: what became of an act is read there and never brought in."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import DateWidget, Widget

from catalogue.tables import HeadedResource, Refused
from language.cleaning import clean_text
from law.models import LANGUAGES, Act
from law.numbers import normal_number


class KindByName(Widget):
    """The kind by its name in either language."""

    def clean(self, value, row=None, **kwargs):
        typed = str(value or "").strip().lower()
        for kind in Act.Kind:
            if typed in {kind.value, *self.names(kind)}:
                return kind.value
        raise Refused(_("Write one of the kinds: %(names)s.") % {"names": ", ".join(map(str, Act.Kind.labels))})

    def names(self, kind):
        for code in LANGUAGES:
            with translation.override(code):
                yield str(kind.label).lower()

    def render(self, value, obj=None, **kwargs):
        return str(Act.Kind(value).label) if value in Act.Kind.values else ""


class DayWidget(DateWidget):
    """A day as 20.10.2021 or 2021-10-20; spreadsheets add an hour to it."""

    def __init__(self):
        super().__init__(format="%d.%m.%Y")
        self.formats = ("%d.%m.%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S")

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, datetime):
            return value.date()
        try:
            return super().clean(value, row, **kwargs)
        except ValueError as error:
            raise Refused(_("Write the day as 20.10.2021.")) from error


class ActResource(HeadedResource):
    """Acts as a table; known by kind, number and date, so that a repeated import changes nothing."""

    REQUIRED = ("kind", "number", "adopted_on", "title_ky", "title_ru")
    kind = Field(attribute="kind", widget=KindByName())
    adopted_on = Field(attribute="adopted_on", widget=DayWidget())
    state = Field(attribute="get_state_display", readonly=True)
    changed_on = Field(attribute="changed_on", widget=DayWidget(), readonly=True)

    class Meta:
        model = Act
        import_id_fields = ["kind", "number", "adopted_on"]
        fields = [
            "kind", "number", "former_numbers", "adopted_on", "title_ky", "title_ru", "url_ky", "url_ru", "state",
            "changed_on",
        ]
        export_order = fields
        skip_unchanged = True
        clean_model_instances = True

    def before_import_row(self, row, **kwargs):
        for name, cell in row.items():
            if isinstance(cell, str):
                row[name] = " ".join(clean_text(cell).split())
        number = self.head_of("number")
        row[number] = normal_number(str(row.get(number) or ""))

    def get_instance(self, instance_loader, row):
        known = {name: self.fields[name].clean(row) for name in self._meta.import_id_fields}
        titles = filter(None, [row.get(self.head_of(name)) for name in ("title_ky", "title_ru")])
        return Act.objects.known_as(**known, titles=list(titles)).first()

    def before_save_instance(self, instance, row, **kwargs):
        if not (instance.title_ky or instance.title_ru):
            raise ValidationError(_("Give the title in one of the languages at least."))
