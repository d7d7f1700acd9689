from modeltranslation.translator import TranslationOptions, register

from practices.models import Attachment, Indicator, Practice, PracticeStep, Source


@register(Practice)
class PracticeTranslation(TranslationOptions):
    fields = (
        "title", "summary", "problem", "solution", "legal_basis", "lessons", "cost_note", "place_note", "contact_post"
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
