"""People who work at the school: accounts, sessions, sign-in, and the school's own settings."""
