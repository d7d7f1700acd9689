"""Text tools for Kyrgyz and Russian: pure functions on strings that import nothing of ours."""
