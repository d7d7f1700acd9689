"""«We repeat this»: a municipality tells that it repeats a practice, how it goes and what came of it."""
