from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _
from django_tasks_db.apps import TasksAppConfig


class PortalConfig(AppConfig):
    default = True
    name = "portal"
    verbose_name = _("Portal")

    def ready(self):
        autodiscover_modules("checks")


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the portal's own site in it."""

    default = False
    default_site = "portal.admin_site.PortalAdminSite"


class TasksConfig(TasksAppConfig):
    """The queue of tasks, called in the reader's language."""

    default = False
    verbose_name = _("Queue of tasks")
