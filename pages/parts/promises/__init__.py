"""What the screen *Promises* is made of; no other screen imports it."""
