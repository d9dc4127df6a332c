"""The journal: who did or read what, when, on which record, from where. Append-only."""

from schoolapp.audit.models import record

__all__ = ["record"]
