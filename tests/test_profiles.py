import json
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from programs import catalogue, profiles
from programs.choices import Status
from programs.eligibility import Applicant, Group
from programs.ledger import recording
from programs.matching import Match
from programs.models import Program
from programs.profiles import Profile, compare, read_profiles
from tests.factories import TODAY, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def starter(db):
    """Return a snapshot of the starter catalogue."""
    call_command("loadstarter", verbosity=0)
    return catalogue.current(TODAY)


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Return a function that writes the profiles that the command reads."""

    def write(*entries):
        path = tmp_path / "profiles.json"
        path.write_text(json.dumps(entries))
        monkeypatch.setattr(profiles, "PROFILES", path)
        return path

    return write


def entry(**changed):
    """Return a profile as a file has it."""
    whole = {"name": "Ada", "description": "Has no degree.", "answers": {}, "expected": {}}
    return whole | changed


# --- The profiles of the project -------------------------------------------------------------


def test_every_profile_holds(starter):
    differing = [
        f"{profile.name}, {one.slug}: expected {one.expected}, found {one.verdict.group}"
        for profile, found in compare(read_profiles(), starter)
        for one in found
        if not one.holds
    ]

    assert differing == []


def test_each_profile_names_programs_that_are_there(starter):
    named = {slug for profile in read_profiles() for slug in profile.expected}
    listed = Program.objects.published().running().filter(slug__in=named)

    assert named == set(listed.values_list("slug", flat=True))


def test_every_person_is_told_of_every_program_with_reasons(starter):
    listed = set(Program.objects.published().running().values_list("pk", flat=True))
    for profile in read_profiles():
        match = Match(profile.applicant, starter)

        verdicts = match.verdicts(listed)

        assert set(verdicts) == listed
        assert sum(match.counts.values()) == len(listed)
        for pk, verdict in verdicts.items():
            assert verdict.findings
            assert all(finding.sentence for finding in verdict.findings.values())
            assert pk in match.groups[verdict.group]


def test_every_group_is_expected_several_times_and_of_several_people():
    expected = [group for profile in read_profiles() for group in profile.expected.values()]

    assert all(expected.count(group) >= 10 for group in Group)
    assert all(len(profile.expected) >= 6 for profile in read_profiles())


def test_somebody_of_the_profiles_says_nothing_and_hears_no_no(starter):
    nobody = next(one for one in read_profiles() if one.applicant == Applicant())

    counts = Match(nobody.applicant, starter).counts

    assert (counts[Group.NOT_YET], counts[Group.NOT_FOR_YOU]) == (0, 0)


# --- What is found of a profile --------------------------------------------------------------


def test_a_difference_tells_what_decides():
    ProgramFactory(slug="asks", degree_minimum="bachelor", programming_level="basic", cost="free")
    wrong = Profile("Ada", "", Applicant(degree="bachelor"), {"asks": Group.LOOKS_OPEN})

    [(_, [found])] = compare([wrong], catalogue.current(TODAY))

    assert not found.holds
    assert found.verdict.group == Group.OPEN_IF
    assert found.deciding == [
        "It asks for a basic knowledge of programming. You haven’t said how much you have."
    ]


@pytest.mark.parametrize("gone", [{"status": Status.CLOSED}, {"publication": "draft"}])
def test_a_program_that_is_gone_holds_no_expectation(gone):
    ProgramFactory(slug="gone", **gone)
    one = Profile("Ada", "", Applicant(), {"gone": Group.ASK_THEM, "never-there": Group.ASK_THEM})

    [(_, found)] = compare([one], catalogue.current(TODAY))

    assert [each.verdict for each in found] == [None, None]
    assert not any(each.holds or each.deciding for each in found)


def test_an_edit_shows_at_once():
    program = ProgramFactory(slug="edited", degree_minimum="none", cost="free")
    one = Profile("Ada", "", Applicant(degree="none"), {"edited": Group.LOOKS_OPEN})

    def holds():
        [(_, [found])] = compare([one], catalogue.current(TODAY))
        return found.holds

    assert holds()
    with recording([program]):
        Program.objects.filter(pk=program.pk).update(degree_minimum="bachelor")
    assert not holds()


def test_comparing_asks_the_database_once(django_assert_num_queries):
    ProgramFactory(slug="asks")
    one = Profile("Ada", "", Applicant(), {"asks": Group.ASK_THEM})
    snapshot = catalogue.current(TODAY)

    with django_assert_num_queries(1):
        list(compare([one, replace(one, name="Ben")], snapshot))


# --- The file --------------------------------------------------------------------------------


def test_answers_are_read_as_an_address_writes_them(file):
    answers = {"degree": "bachelor", "graduates_on": "2027-06", "research": "no"}
    path = file(entry(answers={**answers, "citizenships": ["NG", "GH"], "age": "18_24"}))

    [profile] = read_profiles(path)

    assert profile.applicant.degree == "bachelor"
    assert str(profile.applicant.graduates_on) == "2027-06"
    assert profile.applicant.research is False
    assert profile.applicant.citizenships == {"NG", "GH"}
    assert profile.applicant.age.bounds == (18, 24)
    assert profile.applicant.pays is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"answers": {"height": "tall"}}, "“Ada” answers height, which is no question. Questions"),
        ({"answers": {"degree": "diploma"}}, "“Ada”: .*diploma"),
        ({"expected": {"spar": "maybe"}}, "expects spar in “maybe”, which is not one of looks_op"),
        ({"expected": ["spar"]}, "each profile is an object with name, description, answers"),
        ({"answers": None}, "each profile is an object with name, description, answers"),
    ],
    ids=["unknown-question", "unknown-answer", "unknown-group", "list", "nothing"],
)
def test_a_wrong_file_is_told_in_a_sentence(file, wrong, sentence):
    with pytest.raises(ValueError, match=rf"profiles\.json: .*{sentence}"):
        read_profiles(file(entry(**wrong)))


def test_two_profiles_of_one_name_are_told(file):
    with pytest.raises(ValueError, match="two profiles have the same name"):
        read_profiles(file(entry(), entry()))


def test_text_that_is_no_json_is_told(file):
    path = file()
    path.write_text("[")

    with pytest.raises(ValueError, match=r"^profiles\.json: Expecting value"):
        read_profiles(path)


# --- The command -----------------------------------------------------------------------------


def test_command_says_that_all_hold(starter, capsys):
    call_command("check_profiles")

    told = capsys.readouterr().out
    assert "12 profiles: all 114 expectations hold." in told
    assert "differs" not in told
    assert all(profile.name in told for profile in read_profiles())


def test_command_shows_one_profile_alone(starter, capsys):
    call_command("check_profiles", profile="lagos")

    told = capsys.readouterr().out
    assert told.startswith("Lagos: Lives in Lagos")
    assert "1 profile: all 10 expectations hold." in told
    assert "Nurse" not in told


def test_command_fails_with_a_table_when_an_expectation_is_wrong(file, capsys):
    ProgramFactory(slug="bootcamp", degree_minimum="none", cost="free")
    ProgramFactory(slug="master", degree_minimum="bachelor", cost="free")
    file(
        entry(
            answers={"degree": "none", "studying": "no"},
            expected={"bootcamp": "looks_open", "master": "looks_open", "lost": "ask_them"},
        )
    )

    with pytest.raises(CommandError, match=r"^1 profile: 2 of 3 expectations differ\.$"):
        call_command("check_profiles")

    assert capsys.readouterr().out.splitlines() == [
        "Ada: Has no degree.",
        "  program   expected               found",
        "  bootcamp  Looks open to you      Looks open to you",
        "  master    Looks open to you      Not for you as stated  << differs",
        "    It asks for a bachelor’s degree. You have no degree. Such a degree would change that.",
        "  lost      Ask them               Not in the catalogue   << differs",
        "    lost is not published, or has closed. Mend profiles.json if the slug is wrong.",
        "",
    ]


def test_command_names_the_profiles_when_asked_for_another(file):
    file(entry(), entry(name="Ben"))

    with pytest.raises(CommandError, match=r"“Cy” is no profile\. Profiles are: Ada; Ben\."):
        call_command("check_profiles", profile="Cy")


def test_command_tells_what_is_wrong_with_the_file(file):
    file(entry(answers={"height": "tall"}))

    with pytest.raises(CommandError, match="“Ada” answers height, which is no question"):
        call_command("check_profiles")
