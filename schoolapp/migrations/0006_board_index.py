"""The board's order and versions are read from one index, without touching the families' wide rows."""


def up(migrator, db):
    migrator.migrate(
        migrator.drop_index("family", "family_link_state_position_id"),
        migrator.add_index("family", ("link_state", "position", "id", "card_version", "lead_id"), False),
    )
