"""What visitors fill in: answers of “Find my path”, reports and suggestions."""

from programs.forms.applicant import ApplicantForm
from programs.forms.reports import ReportForm, SuggestionForm

__all__ = ["ApplicantForm", "ReportForm", "SuggestionForm"]
