from modeltranslation.translator import TranslationOptions, register

from places.models import Territory


@register(Territory)
class TerritoryTranslation(TranslationOptions):
    fields = ("name", "status_note")
    required_languages = {"default": ("name",)}
