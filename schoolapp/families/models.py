"""The rows of this room, gathered: the family and its circle, the pupils and the people at home."""

from schoolapp.families.family import (
    CircleMember,
    ContactPreference,
    Factor,
    Family,
    FileStamp,
    LinkChange,
    Opening,
    SavedFilter,
    TierChange,
)
from schoolapp.families.people import (
    Enrolment,
    Group,
    GroupTeacher,
    Guardian,
    Guardianship,
    Household,
    HouseholdPupil,
    Phone,
    Pupil,
    SchoolYear,
)

__all__ = [
    "CircleMember",
    "ContactPreference",
    "Enrolment",
    "Factor",
    "Family",
    "Group",
    "GroupTeacher",
    "Guardian",
    "Guardianship",
    "Household",
    "HouseholdPupil",
    "LinkChange",
    "Opening",
    "Phone",
    "Pupil",
    "FileStamp",
    "SavedFilter",
    "SchoolYear",
    "TierChange",
]
