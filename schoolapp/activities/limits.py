"""How often a stranger may try something on the parents' pages.

The limits spare a whole school behind one address: a parents' evening signs up in a few minutes, and a class that types
codes from its sheets makes few mistakes.
"""

from __future__ import annotations

from datetime import timedelta

from schoolapp.accounts.attempts import Limit

WRONG_CODES = Limit("code", 30, timedelta(minutes=10))
SIGN_UPS = Limit("inscription", 150, timedelta(minutes=10))
CALLS = Limit("appel", 30, timedelta(minutes=10))
ACTS = Limit("geste", 40, timedelta(minutes=10))  # of one sign-up or invitation, by its secret address
