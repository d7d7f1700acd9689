from django.shortcuts import redirect
from django.views import View

from accounts.keeping import KeepTextMixin


class ButtonView(KeepTextMixin, View):
    """Something done by a button alone; who comes by the address, after signing in say, is led to the list."""

    def get(self, request, **numbers):
        return redirect("practices:mine")
