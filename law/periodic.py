from datetime import time, timedelta

from jobs.schedule import periodic
from law.actions import settle_all


@periodic(name="law.settle_queue", every=timedelta(days=1), at=time(4, 20))
def settle_queue() -> None:
    """A text published or restored while one of its acts had changed is looked at too."""
    settle_all()
