"""The languages spoken at home that the school can choose from: codes as they are stored, words as they are shown."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

LANGUAGES = {
    "fr": _l("français"),
    "en": _l("anglais"),
    "es": _l("espagnol"),
    "ar": _l("arabe"),
    "ht": _l("kreyòl ayisyen"),
    "pt": _l("portugais"),
    "zh": _l("chinois"),
    "bn": _l("bengali"),
    "fa": _l("persan"),
    "prs": _l("dari"),
    "hi": _l("hindi"),
    "it": _l("italien"),
    "kab": _l("kabyle"),
    "ln": _l("lingala"),
    "ne": _l("népalais"),
    "pa": _l("pendjabi"),
    "ps": _l("pachto"),
    "ro": _l("roumain"),
    "ru": _l("russe"),
    "so": _l("somali"),
    "sw": _l("swahili"),
    "ta": _l("tamoul"),
    "tl": _l("tagalog"),
    "ti": _l("tigrigna"),
    "tr": _l("turc"),
    "uk": _l("ukrainien"),
    "ur": _l("ourdou"),
    "vi": _l("vietnamien"),
    "wo": _l("wolof"),
    "iu": _l("inuktitut"),
    "cr": _l("cri"),
    "autre": _l("autre langue"),
}
