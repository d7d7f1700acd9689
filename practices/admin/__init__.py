"""The section in the hands of curators."""

from practices.admin.adopting import AdoptionAdmin
from practices.admin.collecting import CollectionAdmin
from practices.admin.exchange import PracticeCommentAdmin
from practices.admin.practice import PracticeAdmin, PracticeResource

__all__ = ["AdoptionAdmin", "CollectionAdmin", "PracticeAdmin", "PracticeCommentAdmin", "PracticeResource"]
