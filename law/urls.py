from django.urls import path

from law import views

app_name = "law"

urlpatterns = [
    path("", views.act_list, name="list"),
    path("<int:pk>/", views.act_detail, name="act"),
]
