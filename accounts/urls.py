from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.Profile.as_view(), name="profile"),
    path("inbox/", views.Inbox.as_view(), name="inbox"),
    path("inbox/read/", views.MarkRead.as_view(), name="mark_all_read"),
    path("inbox/<int:pk>/read/", views.MarkRead.as_view(), name="mark_read"),
    path("colleagues/", views.Colleagues.as_view(), name="colleagues"),
    path("colleagues/<int:pk>/vouch/", views.Vouch.as_view(), name="vouch"),
    path("colleagues/<int:pk>/withdraw/", views.Vouch.as_view(withdraw=True), name="withdraw_vouching"),
    path("delete/", views.Delete.as_view(), name="delete"),
    path("deleted/", views.Deleted.as_view(), name="deleted"),
    path("email/undo/<str:token>/", views.UndoEmail.as_view(), name="undo_email"),
]
