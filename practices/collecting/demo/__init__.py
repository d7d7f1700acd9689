"""Collections of a demonstration copy, and which method each case used."""
