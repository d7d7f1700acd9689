from django.core.management.base import BaseCommand
from django.db import transaction

from catalogue import actions as catalogue
from catalogue.models import Entry
from publishing.models import Publication
from publishing.queue import publication_models

STATES = {
    Publication.Status.PUBLISHED: Entry.State.PUBLISHED,
    Publication.Status.WITHDRAWN: Entry.State.WITHDRAWN,
    Publication.Status.ARCHIVED: Entry.State.ARCHIVED,
}


class Command(BaseCommand):
    help = "Makes the whole catalogue again from what the sections have published."

    @transaction.atomic
    def handle(self, **options):
        kept = []
        for model in publication_models():
            for publication in model.objects.open_to_all().iterator(chunk_size=200):
                if publication.withdrawal in ("", Publication.Withdrawal.OUTDATED):
                    kept.append(catalogue.put(publication.catalogue_card(), state=STATES[publication.status]).pk)
        gone, _by_model = Entry.objects.exclude(pk__in=kept).delete()
        self.stdout.write(f"catalogue: {len(kept)} entries written, {gone} rows removed")
