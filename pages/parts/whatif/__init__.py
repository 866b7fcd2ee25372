"""What the screen *What if* is made of; no other screen imports it."""
