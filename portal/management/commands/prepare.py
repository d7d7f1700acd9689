import sys

from django.core.management.base import BaseCommand

from portal import preparation


class Command(BaseCommand):
    """Bring tables, reference data and static files up to date; run it at every new version."""

    help = __doc__
    requires_system_checks = []

    def handle(self, *args, **options):
        try:
            preparation.prepare(lambda name, detail: self.stdout.write(f"  {name}: {detail}"))
        except preparation.Unfit as reason:
            # One sentence; the rest of a start that cannot go on would only hide it.
            self.stderr.write(str(reason))
            sys.exit(1)
