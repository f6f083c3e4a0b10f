from pathlib import Path

import pytest

from programs.pages import Page, read_page


def written(directory: Path, text: str) -> Path:
    path = directory / "page.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_page_is_its_front_matter_and_its_markdown(tmp_path: Path):
    path = written(tmp_path, '+++\ntitle = "Résumé"\nposition = 3\n+++\n\n## First\n\nBegin.\n\n')

    page = read_page(path)

    assert page == Page(meta={"title": "Résumé", "position": 3}, body="## First\n\nBegin.\n")


def test_a_fence_inside_the_markdown_stays_there(tmp_path: Path):
    path = written(tmp_path, "+++\n+++\nBefore\n+++\nafter\n")

    assert read_page(path).body == "Before\n+++\nafter\n"


def test_line_endings_of_windows_are_read(tmp_path: Path):
    path = tmp_path / "page.md"
    path.write_bytes(b'+++\r\ntitle = "One"\r\n+++\r\nText\r\n')

    assert read_page(path) == Page(meta={"title": "One"}, body="Text\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("", r"^page\.md must begin with a line of \+\+\+", id="empty"),
        pytest.param("# Title\n", r"^page\.md must begin with a line of \+\+\+", id="no-fence"),
        pytest.param(
            '+++\ntitle = "One"\n',
            r"^page\.md: no second line of \+\+\+ ends the front matter\.$",
            id="never-ends",
        ),
        pytest.param(
            "+++\ntitle: One\n+++\n", r"^page\.md: the front matter is not TOML\. ", id="not-toml"
        ),
    ],
)
def test_a_page_without_front_matter_is_refused_by_name(tmp_path: Path, text: str, sentence: str):
    path = written(tmp_path, text)

    with pytest.raises(ValueError, match=sentence):
        read_page(path)


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        read_page(tmp_path / "page.md")
