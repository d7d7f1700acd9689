"""What must hold before the portal serves anybody; asked at every start."""

from django.conf import settings
from django.core.checks import Error, register
from django.db import DatabaseError, connection

from accounts.demo import DEMO_EMAILS
from accounts.models import User


@register("start", deploy=True)
def no_demo_accounts(app_configs=None, databases=None, **kwargs):
    """Accounts with a published password are for demonstration copies only."""
    if settings.DEMO or not databases:
        return []
    try:
        found = User.objects.filter(email__in=DEMO_EMAILS, is_active=True).count()
    except DatabaseError:
        return []
    if not found:
        return []
    return [
        Error(
            f"{found} demo accounts with a published password are active.",
            hint="Deactivate or delete them, or set DEMO=1 if this is a demonstration copy.",
            id="portal.E001",
        )
    ]


@register("start", deploy=True)
def database_knows_letters(app_configs=None, databases=None, **kwargs):
    """A database made with the plain C locale takes Kyrgyz and Russian letters for signs."""
    if not databases:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT lower('ӨҮҢЁ') = 'өүңё'")
            knows = cursor.fetchone()[0]
    except DatabaseError:
        return []
    if knows:
        return []
    return [
        Error(
            "The database does not tell small letters from capitals in Kyrgyz and Russian.",
            hint="Make it anew: CREATE DATABASE portal TEMPLATE template0 ENCODING UTF8 LOCALE 'C.UTF-8'.",
            id="portal.E002",
        )
    ]
