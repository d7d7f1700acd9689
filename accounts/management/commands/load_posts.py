import csv
from pathlib import Path

from django.core.management.base import BaseCommand

from accounts.models import Post

POSTS = Path(__file__).resolve().parents[2] / "data" / "posts.csv"


class Command(BaseCommand):
    help = "Write the posts of accounts/data/posts.csv to the database; a repeat changes nothing."

    def handle(self, *args, **options):
        with POSTS.open(encoding="utf-8", newline="") as file:
            for position, row in enumerate(csv.DictReader(file), start=1):
                slug = row.pop("slug")
                Post.objects.update_or_create(slug=slug, defaults={**row, "position": position})
        self.stdout.write(f"{Post.objects.count()} posts.")
