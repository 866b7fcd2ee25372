"""What the screen *Backorders* is made of: its table and its filters. No other screen imports it."""
