"""Starting the portal on a bare machine with one command; only the standard library until packages are there.

This file is read by any Python, however old, so that an unfit one gets a sentence and not a traceback.
"""

import sys

OLDEST, TOO_NEW = (3, 11), (3, 14)

if not OLDEST <= sys.version_info[:2] < TOO_NEW:
    found = "%d.%d" % sys.version_info[:2]  # noqa: UP031 - understood by every Python
    sys.exit(
        "The portal needs Python 3.11, 3.12 or 3.13; this is " + found + ". "
        "Name another one: make run PYTHON=python3.12"
    )
