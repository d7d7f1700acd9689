from django.core.management.base import BaseCommand, CommandError

from accounts import roles


class Command(BaseCommand):
    help = "Write the groups and their permissions of accounts/roles.py to the database."

    def handle(self, *args, **options):
        unknown = roles.sync()
        if unknown:
            raise CommandError(f"No such permissions: {', '.join(unknown)}. The others are written.")
        self.stdout.write(f"{len(roles.ROLES)} roles written.")
