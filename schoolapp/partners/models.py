"""The rows of this room, gathered."""

from schoolapp.partners.organization import Agreement, Organization, Place
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

__all__ = [
    "Agreement",
    "Category",
    "Contact",
    "Favourite",
    "Organization",
    "Phone",
    "Place",
    "Schedule",
    "Service",
    "ServiceCategory",
    "ServicePlace",
    "ServiceUse",
    "SheetChange",
    "Tip",
]
