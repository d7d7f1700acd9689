from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from places import choices, classifier
from places.models import Territory


class Command(BaseCommand):
    """Take units of the country from the official classifier in a CSV file; safe to repeat."""

    help = (
        f"{__doc__} Columns: {', '.join(classifier.COLUMNS)}; "
        f"{', '.join(classifier.FACTS)} may be there too."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="tell what would change and save nothing")
        parser.add_argument(
            "--partial", action="store_true", help="save the good lines when others are refused"
        )

    def handle(self, *, file, dry_run, partial, **options):
        try:
            rows = classifier.read(file.read_bytes())
        except (OSError, classifier.UnreadableFile) as error:
            raise CommandError(str(error)) from error
        with transaction.atomic():
            report = classifier.take(rows)
            saved = not dry_run and (partial or not report.refused)
            if not saved:
                transaction.set_rollback(True)
        choices.forget()
        self._tell(report, saved)
        if report.refused and not saved and not dry_run:
            raise CommandError("Nothing is saved: correct the lines or use --partial.")

    def _tell(self, report: classifier.Report, saved: bool) -> None:
        for line, reason in report.refused:
            self.stderr.write(f"Line {line}: {reason}.")
        for word, units in (("added", report.added), ("changed", report.changed)):
            for unit in units:
                self.stdout.write(f"{word}: {unit.slug} — {unit.name_ru}")
        self.stdout.write(
            f"{'Saved' if saved else 'Not saved'}: {len(report.added)} added, {len(report.changed)} changed, "
            f"{len(report.same)} the same, {len(report.refused)} refused."
        )
        self._tell_unnamed(report)

    def _tell_unnamed(self, report: classifier.Report) -> None:
        named = {unit.pk for unit in report.added + report.changed + report.same}
        kinds = {unit.kind for unit in report.added + report.changed + report.same}
        left = Territory.objects.current().filter(kind__in=kinds).exclude(pk__in=named)
        for unit in left:
            self.stdout.write(f"not named in the file, left as it is: {unit.slug} — {unit.name_ru}")
