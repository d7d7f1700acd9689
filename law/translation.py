from modeltranslation.translator import TranslationOptions, register

from law.models import Act


@register(Act)
class ActTranslation(TranslationOptions):
    fields = ("title", "url", "change_note")
