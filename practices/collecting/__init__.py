"""What belongs together: methods and the cases that used them, collections of practices."""
