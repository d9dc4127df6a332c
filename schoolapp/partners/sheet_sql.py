"""The text of a sheet's one reading, built once: all that surrounds a service, or an organisation, in one UNION ALL."""

from __future__ import annotations

CELLS = {"id": "integer", "ref": "integer", **dict.fromkeys("abcdefghij", "text")}


def part(kind: str, source: str, where: str, **cells: str) -> str:
    """One kind of rows: the same columns for all, empty where the kind has nothing to say."""
    columns = ", ".join(f"{cells.get(name, f'CAST(NULL AS {type_})')} AS {name}" for name, type_ in CELLS.items())
    return f"SELECT '{kind}' AS kind, {columns} FROM {source} WHERE {where}"  # noqa: S608 - texts of ours, no value


def text(column: str) -> str:
    return f"CAST({column} AS text)"


def flag(column: str) -> str:
    """A yes, a no or nothing, the same on both engines."""
    return f"CASE WHEN {column} THEN '1' WHEN NOT {column} THEN '0' ELSE NULL END"


PLACE = {
    "id": "p.id", "a": "p.name", "b": "p.address", "c": "p.address_more", "d": "p.city", "e": "p.postal_code",
    "f": flag("p.accessible"), "g": "p.access_words", "h": "p.transport",
    "i": text("p.latitude"), "j": text("p.longitude"),
}  # fmt: skip
PHONE = {"id": "n.id", "a": "n.digits", "b": "n.typed", "c": "n.extension", "d": "n.kind", "e": "n.words"}
OWNER = "CASE WHEN n.service_id IS NOT NULL THEN 'service' WHEN n.contact_id IS NOT NULL THEN 'contact' "
OWNER += "WHEN n.place_id IS NOT NULL THEN 'place' ELSE 'organization' END"
PHONE |= {"f": OWNER, "ref": "COALESCE(n.service_id, n.contact_id, n.place_id, n.organization_id)"}
CONTACT = {"id": "c.id", "ref": "c.service_id", "a": "c.name", "b": "c.title", "c": "c.department", "d": "c.email"}
TIP = {"id": "t.id", "ref": "t.author_id", "a": "t.words", "b": "u.name", "c": text("t.written_at"), "d": "s.name"}
TIPS = 'tip t JOIN "user" u ON u.id = t.author_id LEFT JOIN service s ON s.id = t.service_id'
AGREEMENT = {
    "id": "g.id", "ref": "g.version", "a": "g.what", "b": text("g.since"), "c": text("g.until"), "d": "g.contact",
    "e": text("g.ended_at"),
}  # fmt: skip
HOURS = {
    "id": "h.id", "ref": "h.place_id", "a": "h.byday", "b": "h.opens_at", "c": "h.closes_at",
    "d": text("h.valid_from"), "e": text("h.valid_to"), "f": "h.words",
}  # fmt: skip
OTHER = {
    "id": "s.id", "a": "s.name", "b": "s.state", "c": text("s.confirm_by"), "d": text("s.confirmed_at"),
    "e": "s.sort_key",
}  # fmt: skip

# Parameters: the service eight times and its organisation five times, in the order of SERVICE_PARAMETERS.
SERVICE = " UNION ALL ".join(
    (
        part("need", "service_category k LEFT JOIN partner_category o ON o.code = k.code", "k.service_id = ?",
             id="k.id", a="k.code", b="o.name", c="o.parent"),
        part("place", "service_place l JOIN place p ON p.id = l.place_id", "l.service_id = ?", **PLACE),
        part("hours", "schedule h", "h.service_id = ?", **HOURS),
        part("phone", "partner_phone n",
             "n.service_id = ? OR n.organization_id = ? "
             "OR n.contact_id IN (SELECT id FROM partner_contact WHERE organization_id = ?) "
             "OR n.place_id IN (SELECT place_id FROM service_place WHERE service_id = ?)", **PHONE),
        part("contact", "partner_contact c", "c.organization_id = ? AND (c.service_id IS NULL OR c.service_id = ?)",
             **CONTACT),
        part("tip", TIPS, "t.organization_id = ? AND (t.service_id IS NULL OR t.service_id = ?) "
             "AND t.withdrawn_at IS NULL", **TIP),
        part("agreement", "agreement g", "g.organization_id = ? AND g.ended_at IS NULL", **AGREEMENT),
        part("other", "service s", "s.organization_id = ? AND s.id <> ? AND s.state <> 'archive'", **OTHER),
    )
)  # fmt: skip
SERVICE_PARAMETERS = "ssssoosososoos"

ORGANIZATION = " UNION ALL ".join(
    (
        part("place", "place p", "p.organization_id = ?", **PLACE),
        part("phone", "partner_phone n",
             "n.organization_id = ? OR n.contact_id IN (SELECT id FROM partner_contact WHERE organization_id = ?) "
             "OR n.place_id IN (SELECT id FROM place WHERE organization_id = ?)", **PHONE),
        part("contact", "partner_contact c", "c.organization_id = ?", **CONTACT),
        part("tip", TIPS, "t.organization_id = ? AND t.withdrawn_at IS NULL", **TIP),
        part("agreement", "agreement g", "g.organization_id = ?", **AGREEMENT),
        part("other", "service s", "s.organization_id = ? AND s.merged_into_id IS NULL", **OTHER),
    )
)  # fmt: skip
ORGANIZATION_PARAMETERS = "oooooooo"
