from modeltranslation.translator import TranslationOptions, register

from publishing.models import Page


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "body")
