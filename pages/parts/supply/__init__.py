"""What the screen *Supply* is made of: the lists, and one purchase order. No other screen imports it."""
