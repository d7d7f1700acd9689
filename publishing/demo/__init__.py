"""Texts of the portal's own pages, as they are on the first day."""
