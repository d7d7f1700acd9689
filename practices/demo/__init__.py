"""Demonstration practices: one file each, read by the loader beside them."""
