"""The portal as it runs, with a bare page beside its own."""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
