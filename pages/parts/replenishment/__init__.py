"""What the screen *Replenishment* is made of; no other screen imports it."""
