"""The second subject of imports: the directory of partners, from HSDS 3.0 or from a table of services.

``hsds_*`` and ``services`` turn files into the records of ``records``; ``world`` reads the directory; ``planning``
compares the two; ``undoing`` says what stands in the way of taking an import back; ``subject`` ties them together.
"""
