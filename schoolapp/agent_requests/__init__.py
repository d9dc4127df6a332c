"""Calling on the agent: a teacher's request, what becomes of it, and its answer."""
