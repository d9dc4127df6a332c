"""When each person last used the application, kept after their sessions are over."""

from schoolapp.database import UTCDateTime


def up(migrator, db):
    migrator.migrate(migrator.add_column("user", "last_seen_at", UTCDateTime(null=True)))
