from django.core.management.base import BaseCommand

from portal import catalogues


class Command(BaseCommand):
    """Compile the message catalogues that changed, without gettext tools."""

    help = __doc__
    requires_system_checks = []

    def handle(self, *args, **options):
        for path in catalogues.compile_all():
            self.stdout.write(str(path.relative_to(catalogues.LOCALE_DIR)))
