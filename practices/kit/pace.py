"""How many archives one address may have made: each takes the time of ten pages."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache

MOST, SECONDS = 90, 60


def within_pace(request) -> bool:
    """Count one more archive of this reader; no when there were too many within a minute."""
    key = f"kits:{get_adapter().get_client_ip(request)}"
    if cache.add(key, 1, SECONDS):
        return True
    try:
        return cache.incr(key) <= MOST
    except ValueError:
        # The minute ended between the two.
        return True
