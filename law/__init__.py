"""Legal acts as data: whatever cites one learns when it changes."""
