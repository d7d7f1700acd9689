"""The way from a sheet of paper to the page: an address that a telephone reads."""

from urllib.parse import quote

import qrcode
from django.conf import settings
from qrcode.constants import ERROR_CORRECT_M


def page_address(path: str) -> str:
    """The address of a page as it stands outside the portal, on paper or in a message."""
    return f"{settings.SITE_URL}{path}"


def qr_picture(address: str) -> str:
    """The address as a QR code: an SVG picture inside a `data:` address, which may hold no space."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(address)
    code.make(fit=True)
    return f"data:image/svg+xml,{quote(_svg(code.get_matrix()), safe='/=:')}"


def _svg(rows):
    """One path of horizontal runs: sharp in any size and small."""
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = 1
            while x + length < len(row) and row[x + length] == row[x]:
                length += 1
            if row[x]:
                runs.append(f"M{x},{y}h{length}v1h-{length}z")
            x += length
    size = len(rows)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {size} {size}' shape-rendering='crispEdges'>"
        f"<path fill='#fff' d='M0 0h{size}v{size}H0z'/><path d='{''.join(runs)}'/></svg>"
    )
