"""Families: years, groups, pupils, households, guardians, contact preferences, the board and the circle."""
