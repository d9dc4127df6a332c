"""What strangers try on the parents' pages, kept a day to slow down whoever tries too much."""

import peewee

from schoolapp.database import Text, UTCDateTime


class Model(peewee.Model):
    """As ``schoolapp.database.Model``: the names of the indexes follow those of the tables."""

    class Meta:
        legacy_table_names = False


def up(migrator, db):
    class PublicAttempt(Model):
        kind = Text(max_length=12, default="")
        place = Text(max_length=64, default="")
        at = UTCDateTime(index=True)

        class Meta:
            database = db
            indexes = ((("kind", "place", "at"), False),)

    db.create_tables([PublicAttempt])
