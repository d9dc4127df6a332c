"""Mail: an outbox that a thread empties, whatever the mail server does."""
