"""Moments at school that are open to parents: activities, their times, who comes."""
