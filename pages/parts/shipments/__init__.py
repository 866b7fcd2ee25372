"""What the screen *Shipments* is made of: the list, and one shipment. No other screen imports it."""
