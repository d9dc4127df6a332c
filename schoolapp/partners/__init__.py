"""The directory of community partners, and the families referred to them."""
