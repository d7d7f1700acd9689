"""Hidden names in the file, by which an answer is found again whatever became of the words around it.

They are Word bookmarks: at most forty letters, digits and low lines; those that begin with a low line are not
shown to people. A copy of a row loses them, which does not matter: the table is known by its head.
"""

START = "_portal_"
LONGEST = 40


def of_question(key: str) -> str:
    return f"{START}q_{key}"[:LONGEST]


def of_option(key: str, mark: str) -> str:
    return f"{START}o_{key}_{mark}"[:LONGEST]


def of_table(key: str) -> str:
    return f"{START}t_{key}"[:LONGEST]


def of_column(table: str, key: str) -> str:
    return f"{START}c_{table}_{key}"[:LONGEST]
