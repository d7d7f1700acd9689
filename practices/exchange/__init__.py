"""Questions, additions and answers under a practice."""
