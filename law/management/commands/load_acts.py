from django.core.management.base import BaseCommand
from django.db import transaction

from law.known import find, new_act, read_acts


class Command(BaseCommand):
    help = "Adds the legal acts that are not there yet; what editors changed stays."

    @transaction.atomic
    def handle(self, **options):
        rows, added = read_acts(), {}
        for key, row in rows.items():
            if find(row) is None:
                added[key] = new_act(row)
                added[key].save()
        for key, act in added.items():
            if rows[key]["successor"]:
                act.successor = find(rows[rows[key]["successor"]])
                act.save()
        self.stdout.write(f"acts: {len(added)} added")
