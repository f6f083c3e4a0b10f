"""Every controlled vocabulary: stored values, and the words that pages use for them.

A blank is never a member: it means that the sources do not say, and reads `UNSTATED_LABEL`.
"""

from django.db.models import TextChoices

UNSTATED = "unstated"
"""How a blank is asked for in an address: `?degree=unstated`."""

UNSTATED_LABEL = "Doesn’t say"


class ProgramType(TextChoices):
    DEGREE = "degree", "Degree"
    BOOTCAMP = "bootcamp", "Bootcamp"
    COURSE = "course", "Course"
    INTERNSHIP = "internship", "Internship"
    RESEARCH = "research", "Research program"
    FELLOWSHIP = "fellowship", "Fellowship"
    RESIDENCY = "residency", "Residency"
    SCHOLARSHIP = "scholarship", "Scholarship"
    GRANT = "grant", "Grant"

    @property
    def plural(self) -> str:
        """The label for several programs of this type."""
        return "Residencies" if self is ProgramType.RESIDENCY else f"{self.label}s"


class Status(TextChoices):
    ACTIVE = "active", "Running"
    PAUSED = "paused", "Paused"
    CLOSED = "closed", "Closed"
    UNKNOWN = "unknown", "Not known to be running"


class StatusBasis(TextChoices):
    STATED = "stated", "A source says so"
    INFERRED = "inferred", "Inferred from the dates of sources"


class Age(TextChoices):
    """How long ago people checked all of a program that decides whether somebody applies."""

    QUARTER = "quarter", "In the last 3 months"
    HALF_YEAR = "half_year", "3 to 6 months ago"
    YEAR = "year", "6 to 12 months ago"
    LONGER = "longer", "Over a year ago"
    PART = "part", "Only in part"


class Month(TextChoices):
    JANUARY = "january", "January"
    FEBRUARY = "february", "February"
    MARCH = "march", "March"
    APRIL = "april", "April"
    MAY = "may", "May"
    JUNE = "june", "June"
    JULY = "july", "July"
    AUGUST = "august", "August"
    SEPTEMBER = "september", "September"
    OCTOBER = "october", "October"
    NOVEMBER = "november", "November"
    DECEMBER = "december", "December"


class Publication(TextChoices):
    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    PUBLISHED = "published", "Published"
    ARCHIVED = "archived", "Archived"


class Degree(TextChoices):
    """What a program asks for at least; `master` is a graduate degree, an MS or a PhD."""

    NONE = "none", "No degree"
    BACHELOR = "bachelor", "Bachelor’s degree"
    MASTER = "master", "Graduate degree"
    PHD = "phd", "PhD"


class Enrollment(TextChoices):
    """Whether one must be a student now: an upper bound that a minimum cannot express."""

    NONE = "none", "Need not be a student"
    ADMITTED = "admitted", "Admitted to a program"
    UNDERGRADUATE = "undergraduate", "Undergraduates"
    GRADUATE = "graduate", "Graduate students"
    PHD = "phd", "PhD students"
    ANY_STUDENT = "any_student", "Any student"


class Background(TextChoices):
    ANY = "any", "Any field"
    QUANTITATIVE = "quantitative", "A quantitative field"
    COMPUTING = "computing", "Computing"
    NON_COMPUTING = "non_computing", "A field other than computing"


class Level(TextChoices):
    NONE = "none", "None"
    BASIC = "basic", "Basic"
    WORKING = "working", "Working"
    STRONG = "strong", "Strong"


class ResearchExperience(TextChoices):
    NOT_NEEDED = "not_needed", "Not needed"
    HELPFUL = "helpful", "Helpful"
    REQUIRED = "required", "Required"


class ApplyVia(TextChoices):
    SELF = "self", "You apply yourself"
    UNIVERSITY = "university", "Your university applies for you"
    NOMINATION = "nomination", "Somebody nominates you"


class Format(TextChoices):
    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"
    HYBRID = "hybrid", "Hybrid"


class TimeCommitment(TextChoices):
    FULL_TIME = "full_time", "Full-time"
    PART_TIME = "part_time", "Part-time"
    SELF_PACED = "self_paced", "At your own pace"


class Cost(TextChoices):
    FREE = "free", "Free"
    EMPLOYER_PAYS = "employer_pays", "An employer pays"
    PAID = "paid", "You pay"
    DEFERRED = "deferred", "You pay later"
    VARIES = "varies", "Varies"


class Funding(TextChoices):
    NONE = "none", "Nothing"
    STIPEND = "stipend", "Stipend"
    SALARY = "salary", "Salary"
    GRANT = "grant", "Grant"
    SCHOLARSHIP = "scholarship", "Scholarship"


class FundingPeriod(TextChoices):
    TOTAL = "total", "in all"
    YEAR = "year", "a year"
    MONTH = "month", "a month"
    WEEK = "week", "a week"


class AwardedDegree(TextChoices):
    BACHELOR = "bachelor", "Bachelor’s degree"
    MASTER = "master", "Master’s degree"
    PHD = "phd", "PhD"


class Opening(TextChoices):
    """Whether one can apply on a given day; computed, never stored."""

    NOW = "now", "Open now"
    SOON = "soon", "Opens later"
    ROLLING = "rolling", "All year round"
    UNKNOWN = "unknown", "No open date known"


class EvidenceKind(TextChoices):
    QUOTE = "quote", "Quote"
    PARAPHRASE = "paraphrase", "Paraphrase"
    REFERENCE = "reference", "Further source"
    GENERAL_KNOWLEDGE = "general_knowledge", "General knowledge, no source on record"


class LinkOutcome(TextChoices):
    OK = "ok", "Answers"
    MOVED = "moved", "Moved to another host"
    BROKEN = "broken", "Does not answer"
    CANNOT_TELL = "cannot_tell", "Cannot tell"


class LinkStanding(TextChoices):
    """What all that an address answered comes to, the least worrying first. Not stored."""

    OK = "ok", "Answers"
    UNASKED = "unasked", "Never checked"
    CANNOT_TELL = "cannot_tell", "Cannot tell"
    FAILING = "failing", "Did not answer lately"
    MOVED = "moved", "Moved to another host"
    BROKEN = "broken", "Broken"


class ReportKind(TextChoices):
    CORRECTION = "correction", "Something is wrong"
    ENDED = "ended", "A program has ended"
    SUGGESTION = "suggestion", "A program is missing"


class ReportState(TextChoices):
    """Where a report stands; that one is held is for curators alone to know."""

    RECEIVED = "received", "Received"
    HELD = "held", "Held as likely spam"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"


class BatchState(TextChoices):
    RECEIVED = "received", "Received"
    NEEDS_FIXES = "needs_fixes", "Needs fixes"
    READY = "ready", "Ready"
    APPLIED = "applied", "Applied"
    UNDONE = "undone", "Undone"


class RowAction(TextChoices):
    NEW = "new", "New"
    UPDATE = "update", "Update"
    UNCHANGED = "unchanged", "Unchanged"
    CONFLICT = "conflict", "Conflict"
    DUPLICATE = "duplicate", "Likely duplicate"
    INVALID = "invalid", "Invalid"


class RowDecision(TextChoices):
    """What a person said of a row that is in question."""

    TAKE = "take", "Take what the file says"
    SKIP = "skip", "Leave it out"


class AliasKind(TextChoices):
    ORGANIZATION = "organization", "Organization"
    TOPIC = "topic", "Topic"
    ROLE = "role", "Role"
    AUDIENCE = "audience", "Audience"
    LOCATION = "location", "Location"
    CHOICE = "choice", "Choice"
    COLUMN = "column", "Column"


# --- What visitors say of themselves ---------------------------------------------------------


class Studying(TextChoices):
    """The degree that somebody studies for now; the values are those of `Degree`."""

    NO = "no", "Not studying now"
    BACHELOR = "bachelor", "For a bachelor’s degree"
    MASTER = "master", "For a master’s degree"
    PHD = "phd", "For a PhD"


class FieldOfStudy(TextChoices):
    COMPUTING = "computing", "Computing: computer science, software, data"
    QUANTITATIVE = "quantitative", "Another field with much mathematics: physics, engineering …"
    OTHER = "other", "Another field"


class AgeBand(TextChoices):
    UNDER_18 = "under_18", "Under 18"
    TO_24 = "18_24", "18 to 24"
    TO_29 = "25_29", "25 to 29"
    TO_34 = "30_34", "30 to 34"
    FROM_35 = "35", "35 or older"

    @property
    def bounds(self) -> tuple[int, int]:
        """The youngest and the oldest age in years."""
        ends = {"under_18": (0, 17), "35": (35, 150)}
        return ends.get(self.value) or tuple(int(age) for age in self.value.split("_"))


class WeeklyHours(TextChoices):
    """At most so many hours a week."""

    FEW = "5", "Up to 5 hours a week"
    SOME = "10", "Up to 10 hours a week"
    HALF = "20", "Up to 20 hours a week"
    FULL = "40", "Full-time"


class Reach(TextChoices):
    """Where somebody could go to take part; online is always possible."""

    ONLINE = "online", "Only online"
    HOME = "home", "In the country where I live"
    ANYWHERE = "anywhere", "In any country"
