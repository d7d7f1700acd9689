from django.urls import path, re_path

from practices import views, writing

app_name = "practices"

pages = "|".join(writing.PAGES)

urlpatterns = [
    path("", views.practice_list, name="list"),
    path("submit/", writing.Begin.as_view(), name="submit"),
    path("mine/", writing.Mine.as_view(), name="mine"),
    path("files/<int:pk>/", views.practice_file, name="file"),
    re_path(rf"^(?P<pk>[0-9]{{1,18}})/write/(?P<page>{pages})/$", writing.Write.as_view(), name="write"),
    path("<int:pk>/files/", writing.Files.as_view(), name="files"),
    path("<int:pk>/files/<int:attachment_pk>/remove/", writing.RemoveFile.as_view(), name="remove_file"),
    path("<int:pk>/check/", writing.Check.as_view(), name="check"),
    path("<int:pk>/sent/", writing.Sent.as_view(), name="sent"),
    path("<int:pk>/recall/", writing.Recall.as_view(), name="recall"),
    path("<int:pk>/delete/", writing.Delete.as_view(), name="delete"),
    path("<int:pk>-<slug:slug>/", views.practice_detail, name="detail"),
]
