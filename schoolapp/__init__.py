"""Trait d’union: the intranet of one school."""
