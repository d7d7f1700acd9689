from modeltranslation.translator import TranslationOptions, register

from accounts.models import Post


@register(Post)
class PostTranslation(TranslationOptions):
    fields = ["name"]
    required_languages = ["ky", "ru"]
