"""« Ouvert 12 fois » and « was this kept a minute ago » are answered by an index alone, however long the journal."""


def up(migrator, db):
    migrator.migrate(
        migrator.drop_index("audit_event", "audit_event_actor_id"),
        migrator.add_index("audit_event", ("family_id", "action", "at")),
        migrator.add_index("audit_event", ("actor_id", "action", "at")),
    )
