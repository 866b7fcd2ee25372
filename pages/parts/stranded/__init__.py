"""What the screen *Stranded stock* is made of; no other screen imports it."""
