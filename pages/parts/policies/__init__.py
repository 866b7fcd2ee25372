"""What the screen *Policies* is made of; no other screen imports it."""
