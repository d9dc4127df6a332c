"""Every model of the product, parents before children: what the migrations must build, no more and no less."""

from schoolapp.accounts.absences import Absence
from schoolapp.accounts.models import PasswordLink, PublicAttempt, RecoveryCode, School, Session, SignInFailure, User
from schoolapp.accounts.school_days import DayOff
from schoolapp.activities import models as activities
from schoolapp.agent_requests.models import AgentRequest, RequestContributor, RequestDraft, RequestEntry
from schoolapp.audit.models import AuditEvent
from schoolapp.database import Model
from schoolapp.families import models as families
from schoolapp.imports.models import ColumnMapping, ImportBatch, ImportChange, ImportLine, ImportQuestion
from schoolapp.mail.models import OutgoingMail, PeriodicRun
from schoolapp.notes.models import FollowUp, Note, NoteDraft, NotePractice, NoteVersion, Postponement
from schoolapp.partners import models as partners
from schoolapp.team import models as team

ALL: list[type[Model]] = [
    AuditEvent,
    School,
    User,
    Session,
    PasswordLink,
    RecoveryCode,
    SignInFailure,
    PublicAttempt,
    DayOff,
    Absence,
    OutgoingMail,
    PeriodicRun,
    families.SchoolYear,
    families.Group,
    families.GroupTeacher,
    families.Pupil,
    families.Enrolment,
    families.Family,
    families.ContactPreference,
    families.Factor,
    families.LinkChange,
    families.TierChange,
    families.CircleMember,
    families.Opening,
    families.SavedFilter,
    families.Household,
    families.HouseholdPupil,
    families.Guardian,
    families.Guardianship,
    families.Phone,
    Note,
    NotePractice,
    NoteVersion,
    NoteDraft,
    FollowUp,
    Postponement,
    AgentRequest,
    RequestEntry,
    RequestContributor,
    RequestDraft,
    partners.Organization,
    partners.Place,
    partners.Agreement,
    partners.Service,
    partners.Category,
    partners.ServiceCategory,
    partners.ServicePlace,
    partners.Schedule,
    partners.Contact,
    partners.Phone,
    partners.Tip,
    partners.SheetChange,
    partners.Favourite,
    partners.ServiceUse,
    activities.Activity,
    activities.ActivityGroup,
    activities.Slot,
    activities.SignUp,
    activities.SignUpConsent,
    activities.Verification,
    activities.Notice,
    activities.CalendarFeed,
    activities.Invitation,
    activities.InvitationPrint,
    team.TeamMeeting,
    team.MeetingGuest,
    team.StandingPoint,
    team.MeetingPoint,
    team.DecisionVersion,
    team.DecidedAction,
    team.DecidedChange,
    ColumnMapping,
    ImportBatch,
    ImportChange,
    ImportLine,
    ImportQuestion,
]
