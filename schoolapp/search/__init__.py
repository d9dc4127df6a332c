"""Search from anywhere, limited to what the person may see."""
