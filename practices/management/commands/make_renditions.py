from django.core.management.base import BaseCommand

from practices.models import Attachment
from practices.pictures.making import Unreadable, make_missing


class Command(BaseCommand):
    help = "Makes the small renditions that pictures lack: after a restored backup, or when tasks were lost."

    def handle(self, **options):
        made, unreadable = 0, []
        for picture in Attachment.objects.filter(kind=Attachment.Kind.PICTURE).order_by("pk").iterator(100):
            try:
                made += make_missing(picture)
            except Unreadable:
                unreadable.append(str(picture.pk))
        self.stdout.write(f"renditions: {made} made")
        if unreadable:
            self.stderr.write(f"pictures that cannot be read: {', '.join(unreadable)}")
