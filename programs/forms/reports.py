"""What a visitor says is wrong with a listing, or missing from the list."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from programs import choices
from programs.choices import ReportKind
from programs.curation.incoming import is_likely_spam
from programs.curation.tickets import Ticket, new_ticket, read_ticket
from programs.filters.fields import quoted
from programs.models import Program, Report
from programs.presentation.reports import ENDED, OTHER, fact_with, options

TRAP = "subject"
"""A field that people don’t see, and machines fill in."""
LONGEST_ADDRESS = 500


class Words(forms.CharField):
    """A text of at most so many characters, of which a line break is one."""

    def __init__(self, *, longest: int, missing: str = "", rows: int = 0, **options: Any) -> None:
        self.longest = longest
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        super().__init__(widget=widget, required=bool(missing), **options)
        self.error_messages["required"] = missing
        self.error_messages["null_characters_not_allowed"] = (
            "There is a character in it that can’t be stored. Please type it anew."
        )
        self.widget.attrs["maxlength"] = longest

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        if (more := len(value) - self.longest) > 0:
            raise ValidationError(
                f"This has {len(value):,} characters; {self.longest:,} fit. Please shorten it by "
                f"{more:,}."
            )


class Address(forms.URLField):
    """The address of a page; `example.org/page` is taken for https."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, *, missing: str = "", **options: Any) -> None:
        # The control of browsers for addresses refuses those without https://.
        widget = forms.TextInput(attrs={"inputmode": "url", "maxlength": LONGEST_ADDRESS})
        options |= {"widget": widget, "max_length": LONGEST_ADDRESS}
        super().__init__(required=bool(missing), **options)
        self.error_messages["required"] = missing

    def clean(self, value: Any) -> str:
        try:
            return super().clean(value)
        except ValidationError:
            if not (text := str(value or "").strip()):
                raise
            if len(text) > LONGEST_ADDRESS:
                raise ValidationError(
                    f"This address has {len(text):,} characters; {LONGEST_ADDRESS} fit."
                ) from None
            raise ValidationError(
                f"{quoted([text])} is not the address of a page. Write it as in "
                "https://example.org/program."
            ) from None


class VisitorForm(forms.Form):
    """A form that anybody may send: it tells people from machines without asking them anything.

    After `is_valid`, `ticket` says which report it is. What was typed is never lost: a form that
    was open for too long gets a new ticket and is sent once more.
    """

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)
        self.fields[TRAP] = forms.CharField(required=False, label="Leave this blank")
        self.fields["ticket"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.ticket: Ticket | None = None
        self.initial["ticket"] = new_ticket()

    def clean(self) -> dict[str, Any]:
        self.ticket = read_ticket(self.cleaned_data.get("ticket", ""))
        if self.ticket is None:
            self.data = self.data.copy()
            self.data["ticket"] = new_ticket()
            raise ValidationError(
                "This form was open for more than a day. Nothing that you wrote is lost: look it "
                "over and send it again."
            )
        return self.cleaned_data

    @property
    def is_spam(self) -> bool:
        """Whether a valid form was likely filled in by a machine."""
        texts = [value for name, value in self.cleaned_data.items() if self._is_prose(name)]
        trapped = bool(self.cleaned_data[TRAP])
        return trapped or self.ticket.is_hasty or is_likely_spam(*texts)

    def _is_prose(self, name: str) -> bool:
        return isinstance(self.fields[name], Words)


class ReportForm(VisitorForm):
    """What is wrong on the page of a program."""

    field = forms.ChoiceField(
        label="What is it about?",
        error_messages={
            "required": "Choose what it is about. “Something else” is there, too.",
            "invalid_choice": "Choose one of the list. “Something else” is there, too.",
        },
    )
    message = Words(
        label="What is wrong?",
        longest=2_000,
        rows=4,
        missing="Say what is wrong. A few words are enough.",
    )
    proposed = Words(
        label="What is right?",
        longest=1_000,
        rows=2,
        help_text="If you know it: “No degree”, “US$ 4,500”, “10 to 12 weeks”.",
    )
    url = Address(
        label="Where does it say so?",
        help_text="The address of a page. It helps most: we change nothing without a source.",
    )

    def __init__(self, data: Any = None, *, program: Program, field: str = "") -> None:
        fact = fact_with(program, field)
        chosen = fact.fields[0] if fact else field if field in (ENDED, OTHER) else ""
        super().__init__(data, initial={"field": chosen})
        self.program = program
        self.fields["field"].choices = options(program)

    def report(self) -> Report:
        """Return what a valid form says, not stored yet."""
        said = self.cleaned_data
        about = said["field"]
        return Report(
            reference=self.ticket.reference,
            kind=ReportKind.ENDED if about == ENDED else ReportKind.CORRECTION,
            program=self.program,
            field="" if about in (ENDED, OTHER) else about,
            message=said["message"],
            proposed=said["proposed"],
            url=said["url"],
        )


class SuggestionForm(VisitorForm):
    """A program that the list doesn’t have. `seen` names those that it was told are alike."""

    name = Words(
        label="Name of the program",
        longest=200,
        missing="Name the program.",
        help_text="As it calls itself, without a year.",
    )
    organization = Words(
        label="Who runs it?", longest=120, missing="Name the organization that runs it."
    )
    url = Address(
        label="Its page",
        missing="Give the address of its page: we list nothing without a source.",
        help_text="The program’s own page, not the home page of the organization.",
    )
    program_type = forms.ChoiceField(
        label="What kind of program is it?",
        required=False,
        choices=[("", "I’m not sure"), *choices.ProgramType.choices],
        error_messages={"invalid_choice": "Choose one of the list, or “I’m not sure”."},
    )
    message = Words(
        label="Why does it belong here?",
        longest=2_000,
        rows=4,
        missing="Say in a few words how it leads into machine learning, and what it asks for.",
        help_text="How does it lead into machine learning, and what does it ask of people?",
    )
    source = Address(
        label="Where does it say so?", help_text="If that is another page than the one above."
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)

    def report(self) -> Report:
        """Return what a valid form says, not stored yet."""
        said = self.cleaned_data
        return Report(
            reference=self.ticket.reference,
            kind=ReportKind.SUGGESTION,
            message=said["message"],
            url=said["source"],
            suggested_name=said["name"],
            suggested_organization=said["organization"],
            suggested_url=said["url"],
            suggested_type=said["program_type"],
        )
