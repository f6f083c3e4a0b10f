"""What visitors fill in."""

from programs.forms.applicant import ApplicantForm

__all__ = ["ApplicantForm"]
