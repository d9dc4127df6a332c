"""What some of the made-up services say in other languages: read by a person, or still to be checked."""

from __future__ import annotations

from typing import Any

TRANSLATIONS: dict[str, dict[str, dict[str, Any]]] = {
    "Panier de denrées": {
        "es": {
            "name": "Canasta de alimentos",
            "words": "Una canasta de frutas, verduras y alimentos básicos, según el número de personas en casa.",
            "how": "Venga a la hora de apertura. La primera vez, llenamos juntos una hoja corta.",
            "eligibility": "Familias del barrio",
            "cost": "5 $ si es posible",
            "documents": "Un comprobante de domicilio y una bolsa",
            "checked": True,
        },
        "ar": {
            "name": "سلة غذائية",
            "words": "سلة من الفواكه والخضار والأغذية الأساسية، حسب عدد أفراد الأسرة.",
            "how": "احضروا عند ساعة الافتتاح. في المرة الأولى، نملأ معاً ورقة قصيرة.",
            "eligibility": "عائلات الحي",
            "cost": "5 $ إن أمكن",
            "documents": "إثبات عنوان وكيس",
            "checked": False,
        },
        "en": {
            "name": "Food basket",
            "words": "A basket of fruit, vegetables and basic food, by the number of people at home.",
            "how": "Come when it opens. The first time, we fill in a short sheet together.",
            "eligibility": "Families of the neighbourhood",
            "cost": "$5 if you can",
            "documents": "A proof of address and a bag",
            "checked": True,
        },
    },
    "Club de devoirs du Relais": {
        "es": {
            "name": "Club de tareas del Relais",
            "words": "Tareas, lectura y juegos en francés con voluntarios que hablan varios idiomas.",
            "how": "Llame; quedan lugares durante el año.",
            "checked": False,
        },
        "ar": {
            "name": "نادي الواجبات المدرسية",
            "words": "واجبات مدرسية وقراءة وألعاب بالفرنسية مع متطوعين يتكلمون عدة لغات.",
            "how": "اتصلوا؛ ما زالت هناك أماكن خلال السنة.",
            "checked": True,
        },
    },
}
