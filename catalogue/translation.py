from modeltranslation.translator import TranslationOptions, register

from catalogue.models import Entry, Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name",)


@register(Entry)
class EntryTranslation(TranslationOptions):
    fields = ("title", "summary", "place")
