"""What the screen *Run log* is made of; no other screen imports it."""
