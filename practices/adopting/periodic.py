from datetime import time, timedelta

from jobs.schedule import periodic
from practices.adopting.asking import ask_all
from practices.adopting.standing import recount_all


@periodic(name="practices.count_repeats", every=timedelta(days=1), at=time(3, 20))
def count_repeats() -> None:
    """Who was vouched for or not since yesterday changes which repeats are counted."""
    recount_all()


@periodic(name="practices.ask_about_repeats", every=timedelta(days=1), at=time(9, 0))
def ask_about_repeats() -> None:
    """Thirty, ninety and a hundred and eighty days after the beginning people are asked, in the morning."""
    ask_all()
