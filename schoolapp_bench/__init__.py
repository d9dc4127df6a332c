"""Measures the goals of performance, as ratios to what this machine can do at best."""
