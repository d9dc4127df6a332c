"""For whom a family agreed: a service and its organisation, as they were that day whatever sheets are made one."""

from schoolapp.database import Text


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("consent", "recipient", Text(max_length=40, default="")),
        migrator.add_column("consent_exception", "recipient", Text(max_length=40, default="")),
    )
