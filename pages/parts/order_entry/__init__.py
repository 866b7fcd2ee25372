"""What the screen *Order entry* is made of; no other screen imports it."""
