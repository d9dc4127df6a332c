"""The waits of referrals become settings of the school; a link that was only followed passes for read no more.

Until now opening a partner's link marked it as read, and programs that look mails over do open links. Who answered has
read; the others press « Lire la demande ».
"""

from peewee import IntegerField

WAITS = {
    "referral_proposed_days": 21,
    "referral_accepted_days": 7,
    "referral_sent_days": 10,
    "referral_taken_up_days": 21,
    "referral_under_way_days": 30,
    "referral_no_news_days": 30,
    "referral_direction_days": 7,
}


def up(migrator, db):
    migrator.migrate(
        *(migrator.add_column("school", name, IntegerField(default=days)) for name, days in WAITS.items()),
    )
    db.execute_sql(
        "UPDATE referral_share SET opened_at = NULL WHERE NOT EXISTS "
        "(SELECT 1 FROM referral_entry e WHERE e.share_id = referral_share.id AND e.by_id IS NULL)"
    )
