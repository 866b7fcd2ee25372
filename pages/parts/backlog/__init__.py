"""What the home page, *Backlog*, is made of; no other screen imports it."""
