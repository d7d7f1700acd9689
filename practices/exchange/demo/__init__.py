"""Sample questions and answers of a demonstration copy; each says of itself that it is one."""
