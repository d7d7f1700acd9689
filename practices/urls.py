from django.urls import path, re_path

from catalogue.feeds import EntryFeed
from practices import views, writing
from practices.adopting import telling
from practices.adopting import views as adopting
from practices.checking.views import FactCheckPage
from practices.collecting import views as collecting
from practices.comparing.views import compare
from practices.exchange import views as exchange
from practices.kit import views as kit
from practices.likeness.views import like_mine
from practices.models import KIND
from practices.offline_form import views as offline_form
from practices.passport.views import badge_rules
from practices.pictures import views as pictures

app_name = "practices"

pages = "|".join(writing.PAGES)

urlpatterns = [
    path("", views.practice_list, name="list"),
    path("badges/", badge_rules, name="badges"),
    path("like-mine/", like_mine, name="like_mine"),
    path("compare/", compare, name="compare"),
    path("feed/", EntryFeed(kind=KIND.code), name="feed"),
    path("submit/", writing.Begin.as_view(), name="submit"),
    path("form.docx", offline_form.form_document, name="form_document"),
    path("form/upload/", offline_form.Upload.as_view(), name="form_upload"),
    path("<int:pk>/form/forget/", offline_form.Forget.as_view(), name="forget_form"),
    path("mine/", writing.Mine.as_view(), name="mine"),
    path("files/<int:pk>/", views.practice_file, name="file"),
    re_path(
        r"^files/(?P<pk>[0-9]{1,18})/(?P<width>[0-9]{1,5})\.(?P<format>avif|webp)$",
        pictures.rendition, name="rendition",
    ),
    re_path(rf"^(?P<pk>[0-9]{{1,18}})/write/(?P<page>{pages})/$", writing.Write.as_view(), name="write"),
    path("<int:pk>/files/", writing.Files.as_view(), name="files"),
    path("<int:pk>/files/<int:attachment_pk>/remove/", writing.RemoveFile.as_view(), name="remove_file"),
    path("<int:pk>/check/", writing.Check.as_view(), name="check"),
    path("<int:pk>/sent/", writing.Sent.as_view(), name="sent"),
    path("<int:pk>/recall/", writing.Recall.as_view(), name="recall"),
    path("<int:pk>/delete/", writing.Delete.as_view(), name="delete"),
    path("fact-check/<slug:key>/", FactCheckPage.as_view(), name="fact_check"),
    path("collections/", collecting.collection_list, name="collections"),
    path("collections/<int:pk>-<slug:slug>/", collecting.collection_detail, name="collection"),
    path("<int:pk>/ask/", exchange.Ask.as_view(), name="ask"),
    path("<int:pk>/remarks/", exchange.remark_list, name="remarks"),
    path("remarks/<int:pk>/", exchange.remark, name="remark"),
    path("remarks/<int:pk>/answer/", exchange.Answer.as_view(), name="answer"),
    path("remarks/<int:pk>/complain/", exchange.Complain.as_view(), name="complain"),
    path("remarks/<int:pk>/take-back/", exchange.TakeBack.as_view(), name="take_back"),
    path("remarks/mute/<str:token>/", exchange.Mute.as_view(), name="mute"),
    path("repeats/mine/", telling.Mine.as_view(), name="my_repeats"),
    path("repeats/<int:pk>/", telling.Card.as_view(), name="repeat"),
    path("repeats/<int:pk>/tell/", telling.Tell.as_view(), name="repeat_tell"),
    path("repeats/<int:pk>/practice/", telling.TellAsPractice.as_view(), name="repeat_as_practice"),
    path("repeats/quiet/<str:token>/", adopting.Quiet.as_view(), name="repeat_quiet"),
    path("<int:pk>/repeat/", telling.Begin.as_view(), name="repeat_begin"),
    path("<int:pk>-<slug:slug>/repeats/", adopting.repeats, name="repeats"),
    path("<int:pk>/card.png", pictures.card, name="card"),
    path("<int:pk>-<slug:slug>/kit.zip", kit.kit, name="kit"),
    path("<int:pk>-<slug:slug>/print/", kit.print_set, name="print"),
    path("<int:pk>-<slug:slug>/sheet/", kit.sheet, name="sheet"),
    path("<int:pk>-<slug:slug>/", views.practice_detail, name="detail"),
]
