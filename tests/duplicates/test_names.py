"""Which names at one organization mean one program."""

import pytest

from tests.duplicates.rows import Row, likeness

SAME = {
    "the-same": ("AI Residency", "AI Residency"),
    "case-and-accents": ("Résidence en IA", "RESIDENCE EN IA"),
    "a-year-before": ("AI Residency", "2025 AI Residency"),
    "a-year-after": ("AI Residency", "AI Residency 2025/26"),
    "a-season-after": ("AI Residency", "AI Residency, Fall 2025"),
    "a-year-in-parentheses": ("AI Residency (2024)", "AI Residency (2025)"),
    "an-edition": ("AI Residency", "AI Residency, 6th edition"),
    "a-cohort": ("AI Residency (cohort 3)", "AI Residency"),
    "program": ("The AI Residency Programme", "AI Residency"),
    "fellows": ("Safety Fellows Program", "Safety Fellowships"),
    "scholars": ("Google DeepMind Scholars", "Google DeepMind Scholarships"),
    "organization-before": ("AI Residency", "Google DeepMind AI Residency"),
    "organization-mistyped": ("Google DeepMind AI Residency", "Googel DeepMind AI Residency"),
    "organization-after": ("AI Residency", "AI Residency at Google DeepMind"),
    "and": ("Data Science & AI Bootcamp", "Data Science and AI Boot Camp"),
    "hyphens": ("Pre-Doctoral Researcher", "Predoctoral Researcher"),
    "ampersand-and-hyphen": ("Post-Doc Fellowship", "Postdoc Fellowship"),
    "british": ("Centre for Optimization Program", "Center for Optimisation Programme"),
    "short-form-of-a-field": (
        "AI and ML School",
        "Artificial Intelligence & Machine Learning School",
    ),
    "degree-spelled-out": ("Master of Science in Robotics", "M.Sc. Robotics"),
    "typo": ("Philosophy of Safety Fellowship", "Philosofy of Safety Fellowship"),
    "typo-in-the-kind": ("Safety Fellowship", "Safety Felowship"),
    "order": ("Fellowship in AI Safety", "AI Safety Fellowship"),
    "a-joined-word": ("Life Long Learners Grant", "Lifelong Learners Grant"),
    "remark-in-parentheses": ("LLM Bootcamp", "LLM Bootcamp (recorded lectures)"),
    "earlier-name": ("Labs Scholars (formerly For Everyone Scholars)", "For Everyone Scholars"),
    "short-form": ("Alignment Research Engineer Accelerator (ARENA)", "ARENA"),
    "nothing-but-a-year": ("2025", "2025"),
    "nothing-but-signs": ("!!!", "!!!"),
    "other-writing": ("人工智能奖学金", "人工智能奖学金"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_a_name_is_recognized(one: str, other: str):
    assert likeness(Row(one), Row(other))


DIFFERENT = {
    "kind": ("AI Residency", "AI Fellowship"),
    "kind-of-a-long-name": (
        "Technical Alignment of Language Models Fellowship",
        "Technical Alignment of Language Models Internship",
    ),
    "field": ("Data Science Bootcamp", "Data Engineering Bootcamp"),
    "field-of-a-long-name": (
        "Online Master of Science in Artificial Intelligence",
        "Online Master of Science in Data Science",
    ),
    "level": ("MSc Machine Learning", "PhD Machine Learning"),
    "level-on-one-side": ("Research Excellence Fellowship", "Research Excellence PhD Fellowship"),
    "level-in-parentheses": ("Research Fellowship (PhD)", "Research Fellowship"),
    "part": ("Practical Deep Learning, Part 1", "Practical Deep Learning, Part 2"),
    "part-in-roman-numbers": ("Practical Deep Learning II", "Practical Deep Learning III"),
    "part-in-parentheses": ("Deep Learning (Part 1)", "Deep Learning (Part 2)"),
    "course-number": ("Machine Learning 101", "Machine Learning 102"),
    "place-in-parentheses": ("Summer School (Lagos)", "Summer School (Berlin)"),
    "season": ("Summer School on Optimization", "Winter School on Optimization"),
    "one-word-more": ("OpenAI Fellowship", "OpenAI Safety Fellowship"),
    "opposite": ("Supervised Learning Course", "Unsupervised Learning Course"),
    "language": ("Programming in C++", "Programming in C#"),
}


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_programs_of_one_organization_are_told_apart(one: str, other: str):
    assert likeness(Row(one), Row(other)) is None


def test_other_names_are_names():
    stored = Row("Talos Fellowship", other_names="EU Tech Policy Fellowship; ETPF")

    assert likeness(stored, Row("EU Tech Policy Fellowship 2023"))
    assert likeness(Row("EU Tech Policy Fellowship"), stored)
