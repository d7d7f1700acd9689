from modeltranslation.translator import TranslationOptions, register

from practices.models import (
    Attachment,
    Collection,
    CollectionItem,
    Funding,
    Indicator,
    Practice,
    PracticeStep,
    Source,
)


@register(Practice)
class PracticeTranslation(TranslationOptions):
    fields = (
        "title", "summary", "problem", "solution", "legal_basis", "lessons", "cost_note", "place_note", "contact_post",
        "people_note", "risks",
    )


@register(PracticeStep)
class PracticeStepTranslation(TranslationOptions):
    fields = ("title", "text")


@register(Indicator)
class IndicatorTranslation(TranslationOptions):
    fields = ("name", "unit")


@register(Source)
class SourceTranslation(TranslationOptions):
    fields = ("title",)


@register(Attachment)
class AttachmentTranslation(TranslationOptions):
    fields = ("caption",)


@register(Funding)
class FundingTranslation(TranslationOptions):
    fields = ("note",)


@register(Collection)
class CollectionTranslation(TranslationOptions):
    fields = ("title", "summary", "intro")


@register(CollectionItem)
class CollectionItemTranslation(TranslationOptions):
    fields = ("note",)
