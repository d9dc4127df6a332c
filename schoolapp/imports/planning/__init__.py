"""From the records of a file and the present state of the school to a plan: what would be written, and why.

``world`` reads the school in a few statements and ``history`` what earlier imports gave; ``matching`` says which pupil
each record is, ``people`` does the same for guardians; ``families`` and ``homes`` find who lives together; ``pupils``
and ``groups`` settle fields and places; ``plan`` keeps it all. Nothing is written here.
"""
