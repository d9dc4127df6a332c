"""The sheets of a file that are left as they are in the directory, and why, in words."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import ngettext


def remarks(counts: Mapping[str, int]) -> list[str]:
    """What is said of each reason that some sheets have."""
    said = {"merged": _merged, "archived": _archived, "gone": _gone, "over": _over, "with": _with}
    return [said[why](count) for why, count in sorted(counts.items())]


def _merged(count: int) -> str:
    return ngettext(
        "%(num)d fiche du fichier a été réunie ici à une autre : elle reste comme elle est.",
        "%(num)d fiches du fichier ont été réunies ici à d’autres : elles restent comme elles sont.",
        count,
    )


def _archived(count: int) -> str:
    return ngettext(
        "%(num)d fiche du fichier est archivée ici : elle reste comme elle est.",
        "%(num)d fiches du fichier sont archivées ici : elles restent comme elles sont.",
        count,
    )


def _gone(count: int) -> str:
    return ngettext(
        "%(num)d service qui n’existe plus, selon le fichier, n’est pas ajouté.",
        "%(num)d services qui n’existent plus, selon le fichier, ne sont pas ajoutés.",
        count,
    )


def _over(count: int) -> str:
    return ngettext(
        "%(num)d service n’existe plus, selon le fichier : il devient suspendu; archivez-le si c’est vrai.",
        "%(num)d services n’existent plus, selon le fichier : ils deviennent suspendus; archivez-les si c’est vrai.",
        count,
    )


def _with(count: int) -> str:
    return ngettext(
        "%(num)d élément d’une fiche laissée de côté (service, lieu, téléphone, horaire) l’est avec elle.",
        "%(num)d éléments de fiches laissées de côté (services, lieux, téléphones, horaires) le sont avec elles.",
        count,
    )
