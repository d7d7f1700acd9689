"""Tables of the section: the practice and its rows, and what others do with it."""

from practices.models.adoption import Adoption, AdoptionStage
from practices.models.checking import FactCheck
from practices.models.citing import PracticeCitation
from practices.models.collection import COLLECTION, Collection, CollectionItem
from practices.models.exchange import CommentComplaint, PracticeComment, PracticeMute
from practices.models.parts import Attachment, Funding, Indicator, PracticeStep, Rendition, Source
from practices.models.practice import FIRST_YEAR, KIND, LANGUAGES, LAST_YEAR, Practice

__all__ = [
    "COLLECTION", "FIRST_YEAR", "KIND", "LANGUAGES", "LAST_YEAR", "Adoption", "AdoptionStage", "Attachment",
    "Collection", "CollectionItem", "CommentComplaint", "FactCheck", "Funding", "Indicator", "Practice",
    "PracticeCitation", "PracticeComment", "PracticeMute", "PracticeStep", "Rendition", "Source",
]
