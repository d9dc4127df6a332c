"""Notes of contacts with a family, and the follow-ups they call for."""
