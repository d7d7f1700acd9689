from django.core.management.base import BaseCommand

from jobs.models import OutgoingMail


class Command(BaseCommand):
    """Hold back every letter that waits: after a restore from a backup they may have been sent already."""

    help = __doc__

    def handle(self, *args, **options):
        waiting = OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED)
        held = waiting.update(state=OutgoingMail.State.HELD)
        self.stdout.write(f"Letters held back: {held}. Release them in the admin, one by one.")
