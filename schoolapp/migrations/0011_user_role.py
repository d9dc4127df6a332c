"""An index on the role of people: lists of agents no longer read every account."""


def up(migrator, db):
    migrator.migrate(migrator.add_index("user", ("role",)))
