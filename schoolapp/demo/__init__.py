"""A made-up school, the same for the same seed and day: for showing the product, trying it and measuring it."""
