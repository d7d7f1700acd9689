import csv
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from catalogue.models import Topic

DATA = Path(__file__).parents[2] / "data" / "topics.csv"


class Command(BaseCommand):
    help = "Adds the topics of local self-government that are not there yet; what curators changed stays."

    @transaction.atomic
    def handle(self, **options):
        added = 0
        with DATA.open(encoding="utf-8") as file:
            for position, row in enumerate(csv.DictReader(file), start=1):
                names = {"name_ky": row["name_ky"], "name_ru": row["name_ru"]}
                _topic, is_new = Topic.objects.get_or_create(
                    slug=row["slug"], defaults={**names, "position": position * 10}
                )
                added += is_new
        self.stdout.write(f"topics: {added} added")
