"""The way to a place on a map: a plain address that opens when one asks for it. No page of ours calls another host."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

MAP = "https://www.openstreetmap.org"
ZOOM = 17


def map_url(place: Any) -> str:
    """Where a place is on OpenStreetMap: by its coordinates, else by its address; empty when it has neither."""
    latitude, longitude = place.latitude, place.longitude
    if latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180:
        where = f"{latitude:.6f}", f"{longitude:.6f}"
        asked = urlencode({"mlat": where[0], "mlon": where[1]})
        return f"{MAP}/?{asked}#map={ZOOM}/{where[0]}/{where[1]}"
    address = ", ".join(part for part in (place.address, place.city, place.postal_code) if part)
    return f"{MAP}/search?query={quote(address, safe='')}" if place.address else ""
