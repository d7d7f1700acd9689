"""What every page of the submission shares."""

from django import forms

from practices.forms.examples import give_examples


class StepForm(forms.Form):
    """One page of the submission.

    A draft may be kept unfinished: only «Continue» asks for the required fields (strict). values() gives
    columns, links() many-to-many contents, rows() sets of rows; all for practices.actions.write.
    """

    translated: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, practice, strict=True, more=False):
        self.practice = practice
        self.language = practice.language
        self.strict = strict
        super().__init__(data, files, initial=self.kept())
        give_examples(self.fields)

    def full_clean(self):
        """A draft may lack what «Continue» asks for; on screen the field stays a needed one."""
        needed = [] if self.strict else [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = False
        super().full_clean()
        for field in needed:
            field.required = True

    def kept(self):
        """What the draft holds now."""
        kept = {"revision": self.practice.revision}
        kept |= {name: getattr(self.practice, f"{name}_{self.language}") for name in self.translated}
        return kept | {name: getattr(self.practice, name) for name in self.plain}

    def values(self):
        clean = self.cleaned_data
        values = {f"{name}_{self.language}": clean[name] for name in self.translated if name in clean}
        return values | {name: clean[name] for name in self.plain if name in clean}

    def links(self):
        return {}

    def rows(self):
        return {}
