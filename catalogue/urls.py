from django.urls import path

from catalogue import feeds, saving

app_name = "catalogue"

urlpatterns = [
    path("saved/", saving.Saved.as_view(), name="saved"),
    path("saved/add/", saving.Save.as_view(), name="save"),
    path("saved/<int:pk>/drop/", saving.Drop.as_view(), name="drop"),
    path("saved/list/", saving.sent_list, name="sent_list"),
    path("feed/", feeds.EntryFeed(), name="feed"),
]
