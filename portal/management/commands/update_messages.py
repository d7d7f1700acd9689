from django.core.management.base import BaseCommand, CommandError

from portal import catalogues, extraction


class Command(BaseCommand):
    """Bring both catalogues in line with the sources and name the messages that still need a translation."""

    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing, only tell what is missing")

    def handle(self, *args, **options):
        root = catalogues.LOCALE_DIR.parent
        messages = extraction.collect(extraction.sources(root))
        missing = 0
        for language in catalogues.PLURAL_FORMS:
            missing += self.update(language, messages, write=not options["check"])
        if missing and options["check"]:
            raise CommandError(f"{missing} translations are missing.")

    def update(self, language, messages, *, write):
        """Renew one catalogue and return how many of its messages lack a translation."""
        path = catalogues.path_of(language)
        catalogue = catalogues.renewed(catalogues.opened(path, language), messages, language)
        if write:
            catalogues.save(catalogue, path)
            catalogues.compile_one(path)
        gaps = catalogues.untranslated(catalogue)
        for message in gaps:
            self.stdout.write(f"{language}: {message}")
        self.stdout.write(f"{language}: {len(catalogue)} messages, {len(gaps)} without a translation")
        return len(gaps)
