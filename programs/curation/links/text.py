"""What a page says, without what changes on every visit; and the hash of it.

This is no parser: that builds a tree, and takes minutes over a page that is made to be deep. A hash
needs only that the same page gives the same text, and this reads each character once.
"""

import re
from hashlib import sha256
from html import unescape

# Their content is not for readers, or says nothing of the page: the site's menu, today's news.
_LEFT_OUT = ("script", "style", "noscript", "template", "svg", "iframe", "nav", "footer")
# Of these a reader sees nothing even if they never end.
_RAW = ("script", "style")
_NAME = re.compile(r"<([a-z][a-z0-9]*)")
_TAG_MARK = re.compile(r"[>\"']")
_AGO = r"(?:second|minute|min|hour|day|week|month|year)s?\s+ago"
_COUNTED = (
    r"stars?|forks?|views?|likes?|followers?|watching|commits?|members?|comments?|shares?|"
    r"downloads?|online|reviews?|ratings?|learners?|(?:already\s+)?enrolled"
)
# The bounds keep a page of nothing but figures from being read over and over.
_NUMBER = r"(?<![\d.,])\d[\d.,]{0,15}"
_PASSING = re.compile(
    rf"\b\d{{1,2}}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?|\b(?:\d{{1,4}}|an?)\s+{_AGO}"
    rf"|(?:©|\bcopyright\b)[\s©,]{{0,4}}\d{{4}}(?:\s?[-–]\s?\d{{4}})?"
    rf"|{_NUMBER}\s?[km]?\+?\s+(?:{_COUNTED})\b",
    re.IGNORECASE,
)


def text_hash(page: str, *, is_html: bool = True) -> str:
    """Return the SHA-256 of what a page says, blank if it says nothing."""
    text = visible_text(page) if is_html else page
    text = " ".join(_PASSING.sub(" ", " ".join(text.split())).split())
    return sha256(text.encode(errors="replace")).hexdigest() if text else ""


def visible_text(html: str) -> str:
    """Return what a reader sees of a page, with a space in place of each tag."""
    scan = _Scan(html)
    parts = []
    at = 0
    while (start := html.find("<", at)) >= 0:
        parts.append(html[at:start])
        at = scan.after(start)
        if at == start:  # A sign, as in “age < 30”.
            parts.append("<")
            at += 1
        else:
            parts.append(" ")
    parts.append(html[at:])
    text = "".join(parts)
    try:
        return unescape(text)
    except ValueError:  # The number of a character has thousands of digits.
        return text


class _Scan:
    """Finds where things end. A search that found nothing is not made again: so all is linear."""

    def __init__(self, html: str) -> None:
        self._html = html
        # A–Z alone: a longer text in lower case would have other places.
        self._lower = html.translate(_TO_LOWER)
        self._absent: set[str] = set()

    def after(self, start: int) -> int:
        """Return where what begins with this `<` ends, with all that a reader doesn't see.

        The place itself if it is only a sign.
        """
        if self._lower.startswith("<!--", start):
            end = self._find("-->", start + 4)
            return end + 3 if end >= 0 else len(self._lower)
        if self._lower[start + 1 : start + 2] in ("/", "!", "?"):
            return self._tag_end(start)
        if not (named := _NAME.match(self._lower, start)):
            return start
        end, name = self._tag_end(start), named[1]
        if name not in _LEFT_OUT:
            return end
        close = self._find(f"</{name}", end)
        if close >= 0:
            return self._tag_end(close)
        return len(self._lower) if name in _RAW else end

    def _tag_end(self, start: int) -> int:
        """Return the place behind the tag: its first `>` that is not in quotes."""
        at = start
        while mark := _TAG_MARK.search(self._lower, at):
            if mark[0] == ">":
                return mark.end()
            # A quote that is never closed is a slip.
            close = self._find(mark[0], mark.end())
            at = close + 1 if close >= 0 else mark.end()
        return len(self._lower)

    def _find(self, text: str, start: int) -> int:
        if text in self._absent:
            return -1
        found = self._lower.find(text, start)
        if found < 0:
            self._absent.add(text)
        return found


_TO_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
