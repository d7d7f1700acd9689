"""The pages of the submission: each form is one page, and writes columns of the author's language."""

from practices.forms.files import FileForm
from practices.forms.money import MoneyForm
from practices.forms.people import PeopleForm
from practices.forms.rows import MOST_ROWS
from practices.forms.sets import ResultsForm, SourcesForm, StepsForm
from practices.forms.telling import BeginForm, EssenceForm, PlaceForm, StoryForm

__all__ = [
    "MOST_ROWS", "BeginForm", "EssenceForm", "FileForm", "MoneyForm", "PeopleForm", "PlaceForm", "ResultsForm",
    "SourcesForm", "StepsForm", "StoryForm",
]
