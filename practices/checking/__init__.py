"""Fact-check by an outsider: somebody without an account is asked by letter whether the facts are right."""
