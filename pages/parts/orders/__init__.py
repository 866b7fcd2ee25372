"""What the screen *Orders* is made of: the list, and one order. No other screen imports it."""
