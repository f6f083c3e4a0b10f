from programs.models.alias import Alias, Redirect
from programs.models.batch import ImportBatch, ImportFile, RowChange
from programs.models.catalogue import CatalogueEntry, CatalogueVersion
from programs.models.change import Change
from programs.models.claim import Claim
from programs.models.evidence import Check, Evidence, LinkCheck, LinkVisit
from programs.models.guide import Guide
from programs.models.merge import LikelyPair, Merge
from programs.models.organization import Organization
from programs.models.program import Program, ProgramQuerySet
from programs.models.publishing import Publishing, PublishingQuerySet
from programs.models.report import Report, ReportQuerySet, SenderMark
from programs.models.round import ApplicationRound
from programs.models.terms import Audience, Location, Role, Term, Topic

__all__ = [
    "Alias",
    "ApplicationRound",
    "Audience",
    "CatalogueEntry",
    "CatalogueVersion",
    "Change",
    "Check",
    "Claim",
    "Evidence",
    "Guide",
    "ImportBatch",
    "ImportFile",
    "LikelyPair",
    "LinkCheck",
    "LinkVisit",
    "Location",
    "Merge",
    "Organization",
    "Program",
    "ProgramQuerySet",
    "Publishing",
    "PublishingQuerySet",
    "Redirect",
    "Report",
    "ReportQuerySet",
    "Role",
    "RowChange",
    "SenderMark",
    "Term",
    "Topic",
]
