from django.core.management.base import BaseCommand

from places import choices, loading


class Command(BaseCommand):
    """Add the units of the country from places/data; safe to repeat, curators' changes stay."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--overwrite", action="store_true", help="set units that differ back to the values of the files"
        )

    def handle(self, *, overwrite, verbosity, **options):
        loaded = loading.load(overwrite=overwrite)
        choices.forget()
        if verbosity > 0:
            self.stdout.write(
                f"Places: {len(loaded.added)} added, {len(loaded.filled)} filled in, "
                f"{len(loaded.reset)} set back to the files, "
                f"{len(loaded.left)} changed by curators and left, {loaded.same} the same."
            )
        if verbosity > 1 and loaded.left:
            self.stdout.write("Left as they are: " + ", ".join(loaded.left))
