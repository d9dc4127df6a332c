"""Notes and follow-ups are written once per opened form; a draft knows which save follows which."""

from peewee import BigIntegerField, BooleanField, IntegerField

from schoolapp.database import Text


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("note", "form_key", Text(max_length=40, null=True)),
        migrator.add_index("note", ("author_id", "family_id", "form_key"), True),
        migrator.add_index("note", ("happened_at",), False),
        migrator.add_column("follow_up", "form_key", Text(max_length=40, null=True)),
        migrator.add_index("follow_up", ("created_by_id", "family_id", "form_key"), True),
        migrator.add_index("follow_up", ("state", "due_on"), False),
        migrator.add_column("note_draft", "form_key", Text(max_length=40, default="")),
        migrator.add_column("note_draft", "writer", Text(max_length=40, default="")),
        migrator.add_column("note_draft", "sequence", BigIntegerField(default=0)),
        migrator.add_column("note_draft", "revision", IntegerField(default=1)),
        migrator.add_column("note_draft", "closed", BooleanField(default=False)),
    )
