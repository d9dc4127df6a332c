"""The rows of this room, gathered."""

from schoolapp.partners.finding_models import DirectoryStamp
from schoolapp.partners.organization import Agreement, Organization, Place
from schoolapp.partners.referral import (
    Consent,
    ConsentException,
    Referral,
    ReferralEntry,
    ReferralShare,
    UnmetNeed,
)
from schoolapp.partners.service import (
    Category,
    Contact,
    Favourite,
    Phone,
    Schedule,
    Service,
    ServiceCategory,
    ServicePlace,
    ServiceUse,
    SheetChange,
    Tip,
)
from schoolapp.partners.sheet_link import Confirmation, Proposal, SheetLink

__all__ = [
    "Agreement",
    "Category",
    "Confirmation",
    "Consent",
    "ConsentException",
    "Contact",
    "DirectoryStamp",
    "Favourite",
    "Organization",
    "Phone",
    "Place",
    "Proposal",
    "Referral",
    "ReferralEntry",
    "ReferralShare",
    "Schedule",
    "Service",
    "ServiceCategory",
    "ServicePlace",
    "ServiceUse",
    "SheetChange",
    "SheetLink",
    "Tip",
    "UnmetNeed",
]
