"""The marks that the database changes by itself: nothing brings one back, and no two schools share one."""

from schoolapp.families.models import FileStamp
from schoolapp.partners.models import DirectoryStamp
from schoolapp.search.models import NamesStamp

MARKS = frozenset({DirectoryStamp, FileStamp, NamesStamp})
