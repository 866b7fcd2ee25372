"""What the screen *Preferences* is made of; no other screen imports it."""
