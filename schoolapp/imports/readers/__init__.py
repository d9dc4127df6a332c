"""From a file somebody hands in to normalised records. Nothing here touches the database or keeps anything.

``container`` opens the file, whatever it is, within limits; ``text`` and ``workbook`` make tables of it; ``oneroster``,
``sds`` and ``generic`` turn tables into the records of ``records``. A file that cannot be used raises ``FileRefused``
with a message for the person; a row that cannot be used becomes a ``Refusal``.
"""
