from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Modules of the features that name recurring work and words of the inbox.
HEARD = (
    "practices.adopting.periodic", "practices.checking.periodic", "practices.exchange.periodic",
    "practices.pictures.periodic",
)


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Practices")

    def ready(self):
        for name in HEARD:
            import_module(name)
