"""Ctrl-C for the launcher alone.

Under `make` the keyboard interrupt goes to make as well, which then reports a failure although everything
was stopped in order. So the launcher takes the terminal for itself while it runs.
"""

import os
import signal


class Terminal:
    """Puts the launcher into the foreground as a group of its own, and gives the place back at the end."""

    def __init__(self):
        self.former_group = None

    def __enter__(self):
        try:
            if os.tcgetpgrp(0) != os.getpgrp() or os.getpgrp() == os.getpid():
                return self
            former = os.getpgrp()
            os.setpgid(0, 0)
            # A group in the background may take the foreground only while it ignores this signal.
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)
            # Nobody could wake the launcher again: the shell waits for make, not for this group.
            signal.signal(signal.SIGTSTP, signal.SIG_IGN)
            os.tcsetpgrp(0, os.getpgrp())
            self.former_group = former
        except OSError:
            # No terminal: signals come from elsewhere, to whom they are meant for.
            pass
        return self

    def __exit__(self, *_):
        if self.former_group is not None:
            try:
                os.tcsetpgrp(0, self.former_group)
            except OSError:
                pass
