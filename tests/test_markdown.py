import re
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.conf import settings

from programs.markdown import to_html
from tests.factories import ProgramFactory


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param("<img src=x onerror=alert(1)>", id="image-that-fails"),
        pytest.param("[here](javascript:alert(1))", id="javascript-address"),
        pytest.param("[here](data:text/html;base64,PHNjcmlwdD4=)", id="data-address"),
        pytest.param("[here](vbscript:alert(1))", id="vbscript-address"),
        pytest.param("<a href='//evil.example' onclick='x()'>here</a>", id="handler"),
        pytest.param("<style>body{display:none}</style>", id="style"),
        pytest.param('<https://example.org/" onmouseover="x>', id="quote-in-autolink"),
        pytest.param("![x](https://example.org/x.png)", id="picture-of-another-host"),
        pytest.param("<iframe src='https://example.org'></iframe>", id="frame"),
    ],
)
def test_nothing_that_runs_or_loads_gets_through(text):
    html = to_html(text)

    tags = {"<p>", "</p>", "</a>", "<ul>", "</ul>"}
    rest = html
    for tag in tags:
        rest = rest.replace(tag, "")
    assert "<" not in rest.replace('<a href="https://', "")
    assert 'href="javascript' not in html


PAYLOADS = {
    "tag-in-tag": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "svg": "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x>",
    "math": "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "noscript": "<noscript><p title='</noscript><img src onerror=alert(1)>'>",
    "comment": "<!--><img src onerror=alert(1)>-->",
    "cdata": "<![CDATA[<img src onerror=alert(1)>]]>",
    "unclosed": "<img src=x onerror=alert(1)//",
    "null-byte": "<scr\0ipt>alert(1)</scr\0ipt>",
    "full-width": "＜script＞alert(1)＜/script＞",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src onerror=alert(1)&#62;",
    "base": "<base href='https://evil.example/'>",
    "refresh": "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "form": "<form action=https://evil.example><input name=password></form>",
    "object": "<object data=data:text/html,x></object><embed src=x>",
    "details": "<details open ontoggle=alert(1)>",
    "link-in-capitals": "[x](JaVaScRiPt:alert(1))",
    "link-with-tab": "[x](java\tscript:alert(1))",
    "link-with-line": "[x](<java\nscript:alert(1)>)",
    "link-with-entity": "[x](&#106;avascript:alert(1)) [x](java&Tab;script:alert(1))",
    "link-with-control": "[x](\x01javascript:alert(1))",
    "link-quoted": "[x](javascript%3Aalert(1))",
    "link-that-ends-its-attribute": '[x](https://a.example/"onmouseover="alert(1))',
    "title-that-ends-its-attribute": "[x](https://a.example '\"onmouseover=\"alert(1)')",
    "reference": '[x][y]\n\n[y]: javascript:alert(1) "title"',
    "autolink": "<javascript:alert(1)> <data:text/html,x>",
    "picture": "![x](javascript:alert(1)) ![](https://a.example/x.png 'onerror=alert(1)')",
    "code": "```html onmouseover=alert(1)\n</code></pre><script>alert(1)</script>\n```",
    "language-of-code": '```"><script>alert(1)</script>\nx\n```',
    "table": "|a|b|\n|-|-|\n|<img src onerror=alert(1)>|<script>x</script>|",
    "heading": "# <script>alert(1)</script> {onclick=alert(1)}",
    "style": "[x](https://a.example){style='background:url(//evil.example)'}",
    "template": "{{ settings.SECRET_KEY }} {% load static %}",
}


class Read(HTMLParser):
    """All tags of an HTML text, and their attributes, as a browser finds them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_attacks_become_text(text):
    read = Read(to_html(text))

    assert read.tags <= {"p", "a", "h2", "pre", "code", "table", "thead", "tbody", "tr", "th", "td"}
    assert {name for name, _ in read.attributes} <= {"href", "title"}
    for name, value in read.attributes:
        if name == "href":
            # A scheme has no percent sign: what begins with one is a path of this site.
            assert value.startswith("https://") or not re.match(r"\s*[\w+.-]+:", value)


@pytest.mark.django_db
@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_pages_show_attacks_as_text(client, text):
    text = text.replace("\0", "")  # No database takes it.
    program = ProgramFactory(
        slug="robots",
        name=text[:100],
        summary=text[:200],
        description=text,
        eligibility_note=text[:200],
        cost_note=text[:100],
    )

    for address in (f"/programs/{program.slug}/", "/programs/?" + urlencode({"q": text})):
        page = client.get(address).content.decode()
        read = Read(page)
        assert not read.tags & {"math", "object", "embed", "base", "img", "iframe", "style"}
        assert not [name for name, _ in read.attributes if name.startswith("on")]
        assert not re.search(r"=\"\s*javascript:", page, re.IGNORECASE)
        assert settings.SECRET_KEY not in page
        assert "<script>" not in page


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("It's *so*.", "<p>It’s <em>so</em>.</p>\n", id="curly-quotes"),
        pytest.param("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n", id="list"),
        pytest.param(
            "[us](/about/)", '<p><a href="/about/">us</a></p>\n', id="link-within-the-site"
        ),
        pytest.param(
            "[them](https://example.org)",
            '<p><a href="https://example.org">them</a></p>\n',
            id="link-to-another-host",
        ),
        pytest.param("2 < 3 & 4", "<p>2 &lt; 3 &amp; 4</p>\n", id="plain-signs"),
        pytest.param("", "", id="empty"),
    ],
)
def test_markdown_becomes_html(text, html):
    assert to_html(text) == html


@pytest.mark.parametrize(
    ("top", "text", "tags"),
    [
        pytest.param(2, "## A\n### B", ["<h2>A", "<h3>B"], id="deep-enough-already"),
        pytest.param(3, "# A\n## B", ["<h3>A", "<h4>B"], id="two-levels-down"),
        pytest.param(5, "# A\n### B", ["<h5>A", "<h6>B"], id="no-deeper-than-six"),
    ],
)
def test_headings_stay_below_those_of_the_page(top, text, tags):
    html = to_html(text, top_heading=top)

    assert [tag for tag in tags if tag in html] == tags
