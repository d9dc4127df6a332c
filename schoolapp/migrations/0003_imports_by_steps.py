"""Imports by steps: the job at work, what each line becomes, the questions to a person, and who undid."""

from peewee import ForeignKeyField, IntegerField, Model

from schoolapp.database import JSONData, Text


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class ImportBatch(Model):
        class Meta:
            database = db
            table_name = "import_batch"

    class ImportLine(Model):
        batch = ForeignKeyField(ImportBatch, on_delete="CASCADE")
        position = IntegerField()
        kind = Text(max_length=10, default="")
        rows = Text(max_length=200, default="")
        label = Text(max_length=250, default="")
        pupil_id = IntegerField(null=True)
        detail = JSONData(default=dict)

        class Meta:
            database = db
            table_name = "import_line"
            legacy_table_names = False
            indexes = ((("batch", "kind", "position"), False),)

    class ImportQuestion(Model):
        batch = ForeignKeyField(ImportBatch, on_delete="CASCADE")
        key = Text(max_length=64, default="")
        kind = Text(max_length=10, default="")
        position = IntegerField()
        detail = JSONData(default=dict)
        answer = Text(max_length=10, default="")

        class Meta:
            database = db
            table_name = "import_question"
            legacy_table_names = False
            indexes = ((("batch", "key"), True),)

    undone_by = ForeignKeyField(User, field=User.id, null=True, on_delete="SET NULL")
    migrator.migrate(
        migrator.add_column("import_batch", "file_size", IntegerField(default=0)),
        migrator.add_column("import_batch", "job", Text(max_length=40, default="")),
        migrator.add_column("import_batch", "fingerprint", Text(max_length=64, default="")),
        migrator.add_column("import_batch", "undone_by_id", undone_by),
        migrator.add_index("import_change", ("table", "row_id"), False),
    )
    db.create_tables([ImportLine, ImportQuestion])
