from django.core.management.base import BaseCommand

from practices.actions import reckon
from practices.models import Practice


class Command(BaseCommand):
    help = "Reckons badges, totals and completeness of every practice anew, after a change of the rules."

    def handle(self, **options):
        practices = Practice.objects.only("pk").order_by("pk")
        for practice in practices.iterator(chunk_size=500):
            reckon(practice)
        self.stdout.write(f"practices: {practices.count()} reckoned")
