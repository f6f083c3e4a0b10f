"""Markdown of people as HTML that is safe to put on a page."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Raw HTML shows as the text it is. Straight quotes become the curly ones of the rest of the site.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(
    ["table", "smartquotes"]
)

# No pictures: they would come from other hosts.
_TAGS = {
    *("p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "a", "ul", "ol", "li"),
    *("h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def to_html(text: str, *, top_heading: int = 2) -> SafeString:
    """Return the text's HTML, sanitized; its highest heading is at least `top_heading` deep.

    Links go to http, https, mailto or this site; any other keeps its words only.
    """
    tokens = _MARKDOWN.parse(text)
    _lower_headings(tokens, top_heading)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return mark_safe(clean)  # nosec B308 B703 # nh3 has just cleaned it


def _lower_headings(tokens: list[Token], top: int) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    shift = max(0, top - min((int(token.tag[1]) for token in headings), default=top))
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
