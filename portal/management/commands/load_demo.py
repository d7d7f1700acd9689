from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.demo import load_demo_people
from accounts.models import User
from practices.demo import loading as practices
from publishing.demo import loading as pages


class Command(BaseCommand):
    help = "Fills the portal with demonstration content; what is there already stays as it is."

    def handle(self, **options):
        for command in ("load_places", "load_posts", "load_topics", "load_acts", "sync_roles"):
            call_command(command, stdout=self.stdout)
        load_demo_people()
        self.stdout.write(f"pages: {pages.load()} added")
        curator = User.objects.get(email="curator@example.org")
        self.stdout.write(f"practices: {practices.load(by=curator)} added")
