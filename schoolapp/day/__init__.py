"""Ma journée: what waits for each person today."""
