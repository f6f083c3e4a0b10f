"""Words for templates that show programs."""

from django import template

from programs.presentation.standing import standing_words

register = template.Library()
register.filter("standing_words", standing_words)


@register.filter
def apostrophes(text: str) -> str:
    """Return the text with the curly apostrophes of the rest of the site."""
    return text.replace("'", "’")
