"""What every page of the curators' workplace shares."""

from js_asset import Media
from modeltranslation.admin import TranslationAdmin


class CuratedAdmin(TranslationAdmin):
    """An admin of translated things: a tab for each language, scripts allowed one by one."""

    class Media:
        js = ["curation/language_tabs.js"]
        css = {"all": ["curation/language_tabs.css"]}

    def render_change_form(self, request, context, *args, **kwargs):
        # The editor brings an import map, which the content policy lets pass only with the page's nonce.
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)
