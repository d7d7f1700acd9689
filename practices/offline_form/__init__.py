"""The questions of the submission as a Word document: filled in without a network, and taken back."""
