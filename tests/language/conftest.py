from hypothesis import settings

# No files beside the tests, and no failures because a shared machine was slow for a moment.
settings.register_profile("portal", database=None, deadline=None, max_examples=200)
settings.load_profile("portal")
