"""Imports of pupils, guardians and groups from files."""
