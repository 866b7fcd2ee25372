"""What the screen *Demand* is made of: the search, and one LIC. No other screen imports it."""
