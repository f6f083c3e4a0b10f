"""What one has learned: degrees, fields, skills, research."""

from programs.choices import Background, Degree, Enrollment, FieldOfStudy, Level, Studying
from programs.choices import ResearchExperience as Research
from programs.dates import PartialDate
from programs.eligibility.applicant import Applicant, reaches
from programs.eligibility.asks import DegreeAsk, StudentAsk
from programs.eligibility.findings import Finding, Outcome, Step
from programs.eligibility.wording import learning as wording

_STUDENTS: dict[str, tuple[Studying, ...]] = {
    Enrollment.UNDERGRADUATE: (Studying.BACHELOR,),
    Enrollment.GRADUATE: (Studying.MASTER, Studying.PHD),
    Enrollment.PHD: (Studying.PHD,),
    Enrollment.ANY_STUDENT: (Studying.BACHELOR, Studying.MASTER, Studying.PHD),
}
_FIELDS: dict[str, tuple[FieldOfStudy, ...]] = {
    Background.ANY: tuple(FieldOfStudy),
    Background.QUANTITATIVE: (FieldOfStudy.COMPUTING, FieldOfStudy.QUANTITATIVE),
    Background.COMPUTING: (FieldOfStudy.COMPUTING,),
    Background.NON_COMPUTING: (FieldOfStudy.QUANTITATIVE, FieldOfStudy.OTHER),
}
_LEVELS = Level.values


def degree(ask: DegreeAsk, applicant: Applicant) -> Finding:
    """Hold the least degree against the completed one, and the one in progress.

    What is in progress counts where it ends before the program starts; experience "or equivalent"
    leaves it to a person.
    """
    if not ask.minimum:
        return Finding.unstated(wording.degree_unstated())
    asked = Degree(ask.minimum)
    if asked == Degree.NONE:
        return Finding.met(wording.degree_none())
    has = applicant.completed
    has_it = has is not None and reaches(has, asked)
    if has_it and ask.years_since is None:
        return Finding.met(wording.degree_met(asked, has))
    later = None
    if applicant.is_student and reaches(Degree(applicant.studying), asked):
        later = _in_progress(asked, ask.starts_on, applicant.graduates_on)
    if later and later.outcome == Outcome.MET:
        return later
    if has_it:
        return Finding.unsaid(wording.degree_of_the_last_years(asked, ask.years_since))
    if applicant.degree is None:
        return Finding.unsaid(wording.degree_unsaid(asked), "degree")
    if ask.or_equivalent:
        return Finding.undecided(wording.degree_or_equivalent(asked, has))
    if later:
        return later
    if applicant.studying is None:
        return Finding.unsaid(wording.studying_unsaid(asked, has), "studying")
    return Finding.not_met(wording.degree_not_met(asked, has), step=Step("degree", asked))


def _in_progress(asked: Degree, starts: PartialDate | None, ends: PartialDate | None) -> Finding:
    if starts is None:
        return Finding.unstated(wording.start_unstated(asked, ends))
    if ends is None:
        return Finding.unsaid(wording.graduation_unsaid(asked, starts), "graduates_on")
    if ends.last_day <= starts.first_day:
        return Finding.met(wording.degree_in_time(asked, ends, starts))
    if ends.first_day > starts.last_day:
        return Finding.not_met(wording.degree_too_late(asked, ends, starts), in_time=True)
    return Finding.undecided(wording.degree_about_then(asked, ends, starts))


def student(ask: StudentAsk, applicant: Applicant) -> Finding:
    """Hold being a student against what they study for, and when they finish."""
    if ask.enrollment == Enrollment.NONE:
        return Finding.met(wording.student_not_asked())
    if ask.enrollment == Enrollment.ADMITTED:
        return Finding.undecided(wording.student_admitted())
    if applicant.studying is None:
        return Finding.unsaid(wording.student_unsaid(ask.enrollment), "studying")
    if applicant.studying not in _STUDENTS[ask.enrollment]:
        return Finding.not_met(wording.student_not_met(ask.enrollment, applicant.studying))
    starts, ends = ask.starts_on, applicant.graduates_on
    if starts is None:
        return Finding.met(wording.student_met(ask.enrollment, applicant.studying))
    if ends is None:
        return Finding.unsaid(wording.student_end_unsaid(ask.enrollment, starts), "graduates_on")
    if ends.first_day > starts.last_day:
        return Finding.met(wording.student_met(ask.enrollment, applicant.studying))
    if ends.last_day < starts.first_day:
        return Finding.not_met(wording.student_no_more(ask.enrollment, ends, starts))
    return Finding.undecided(wording.student_ends_then(ask.enrollment, ends, starts))


def field(ask: str, applicant: Applicant) -> Finding:
    """Hold the field of study that it asks for against theirs."""
    if ask == Background.ANY:
        return Finding.met(wording.field_any())
    if applicant.field is None:
        return Finding.unsaid(wording.field_unsaid(ask), "field")
    if applicant.field in _FIELDS[ask]:
        return Finding.met(wording.field_met(ask, applicant.field))
    return Finding.not_met(wording.field_not_met(ask, applicant.field))


def programming(ask: str, applicant: Applicant) -> Finding:
    """Hold the programming that one must bring against theirs."""
    return _skill("programming", ask, applicant.programming)


def ml(ask: str, applicant: Applicant) -> Finding:
    """Hold the machine learning that one must bring against theirs."""
    return _skill("ml", ask, applicant.ml)


def _skill(skill: str, ask: str, has: Level | None) -> Finding:
    asked = Level(ask)
    if asked == Level.NONE:
        return Finding.met(wording.skill_none(skill))
    if has is None:
        return Finding.unsaid(wording.skill_unsaid(skill, asked), skill)
    if _LEVELS.index(has) >= _LEVELS.index(asked):
        return Finding.met(wording.skill_met(skill, asked, has))
    return Finding.not_met(wording.skill_not_met(skill, asked, has), step=Step(skill, asked))


def research(ask: str, applicant: Applicant) -> Finding:
    """Hold research experience against theirs; where it only helps, nobody is kept out."""
    if ask == Research.NOT_NEEDED:
        return Finding.met(wording.research_not_needed())
    if ask == Research.HELPFUL:
        return Finding.met(wording.research_helpful())
    if applicant.research is None:
        return Finding.unsaid(wording.research_unsaid(), "research")
    if applicant.research:
        return Finding.met(wording.research_met())
    return Finding.not_met(wording.research_not_met(), step=Step("research", True))
