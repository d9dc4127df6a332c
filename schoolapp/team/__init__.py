"""Team meetings (concertation): the agenda, what is decided together, the minutes."""
