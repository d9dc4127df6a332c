"""The rows of this room, gathered: notes and their drafts, follow-ups and their history."""

from schoolapp.notes.draft import NoteDraft
from schoolapp.notes.follow_up import FollowUp, Postponement
from schoolapp.notes.note import Note, NotePractice, NoteVersion

__all__ = ["FollowUp", "Note", "NoteDraft", "NotePractice", "NoteVersion", "Postponement"]
