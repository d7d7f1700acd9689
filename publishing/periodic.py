from datetime import time, timedelta

from jobs.schedule import periodic
from publishing.uploads.sweeping import sweep


@periodic(name="publishing.sweep_uploads", every=timedelta(days=1), at=time(4, 10))
def sweep_uploads() -> None:
    """Files that no row speaks of go away."""
    sweep()
