from django.shortcuts import render


def too_many_requests(request, minutes=1):
    """Refuse for a while, and say for how long."""
    response = render(request, "account/too_many.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response
