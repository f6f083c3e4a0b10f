import pytest

from programs.markdown import to_html


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
