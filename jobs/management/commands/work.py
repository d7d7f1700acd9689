import os
import sys

from django.core.management.base import BaseCommand

from jobs.mail import MailServerUnavailable
from jobs.worker import BackgroundWorker


class Command(BaseCommand):
    """Run background tasks, send letters and do recurring work until told to stop."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now and return")

    def handle(self, *args, **options):
        worker = BackgroundWorker()
        if options["once"]:
            self.once(worker)
            return
        code = worker.run()
        sys.stdout.flush()
        sys.stderr.flush()
        # A thread that still waits for a mail server must not hold up the end of the process.
        os._exit(code)

    def once(self, worker):
        try:
            worker.run_once()
        except MailServerUnavailable as error:
            self.stderr.write(f"The mail server does not answer, letters wait: {error}")
