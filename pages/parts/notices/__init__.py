"""What the screen *Notices* is made of; no other screen imports it."""
