from django.core.management.base import BaseCommand

from practices.adopting.standing import recount_all


class Command(BaseCommand):
    help = "Counts anew by how many municipalities each practice is repeated; the same is done every night."

    def handle(self, **options):
        self.stdout.write(f"practices: {recount_all()} changed")
