"""Sample repeats of a demonstration copy; each says of itself that it is one."""
