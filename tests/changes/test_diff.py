"""`rbm-spec diff` as people and services use it: formats, acceptances, exit codes, and what cannot be compared."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from rbm_spec import resources
from rbm_spec.cli.main import run
from rbm_spec.load.folder import ACCEPTED
from rbm_spec.render.differences import FORMATS
from tests.changes.test_pairs import HERE
from tests.cli.commands import ITU
from tests.revisions.repositories import PLAN, commit, git, repository

INDICATOR = "indicators/answer_time.yaml"
CODES = "codelists/channels.yaml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in the current folder, with the plan of everything on main."""
    folder = repository(tmp_path / "repository")
    shutil.copytree(HERE / "everything", folder / PLAN, dirs_exist_ok=True)
    commit(folder, {})
    monkeypatch.chdir(folder)
    return folder


def text(here: Path, file: str) -> str:
    return (here / PLAN / file).read_text("utf-8")


def change(here: Path, file: str, old: str, new: str) -> None:
    """Change the plan and commit it."""
    before = text(here, file)
    assert old in before
    commit(here, {file: before.replace(old, new)})


def diff(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run(["diff", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def changes(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[dict]:
    _, out, err = diff(capsys, *arguments, "--format", "json")
    assert err == ""
    return json.loads(out)["changes"]


def test_refs_folders_and_archives_give_the_same(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(here, INDICATOR, "direction: decrease", "direction: increase")
    git(here, "archive", "--format=zip", "-o", "old.zip", "HEAD~1")
    git(here, "archive", "--format=tar.gz", "-o", "new.tar.gz", "HEAD")
    found = [
        [(each["code"], each["fingerprint"], each["line"]) for each in changes(capsys, *sides)]
        for sides in (
            ("HEAD~1",), ("HEAD~1", "main"), (f"HEAD~1:{PLAN}", PLAN), ("old.zip", "new.tar.gz"), ("old.zip", "."),
        )
    ]  # fmt: skip
    assert found == [found[0]] * 5
    assert [each[0] for each in found[0]] == ["RBM926"]


def test_two_plans_that_are_the_same(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = diff(capsys, "main", "main")
    assert code == 0
    assert out == "main -> main: no changes.\nNothing has changed in what the plan says.\n"


@pytest.mark.parametrize(
    ("fail_on", "expected"),
    [
        (["none"], 0),
        (["breaking"], 1),
        (["any"], 1),
        (["providers"], 0),
        (["readers"], 1),
        (["providers", "readers"], 1),
    ],
)
def test_the_exit_code_is_asked_for(
    fail_on: list[str], expected: int, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(here, INDICATOR, "direction: decrease", "direction: increase")
    options = [part for each in fail_on for part in ("--fail-on", each)]
    assert diff(capsys, "HEAD~1", *options)[0] == expected


def test_words_only_fail_on_any_alone(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(here, INDICATOR, "rationale: Whoever", "rationale: Nobody likes it, and whoever")
    assert diff(capsys, "HEAD~1")[0] == 0
    assert diff(capsys, "HEAD~1", "--fail-on", "any")[0] == 1


def test_an_accepted_change_stays_accepted(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Other commits, other lines and other changes do not matter; another value does."""
    change(here, INDICATOR, "direction: decrease", "direction: increase")
    (found,) = changes(capsys, "HEAD~1")
    entry = f"  - fingerprint: {found['fingerprint']}\n    reason: Agreed upon (made up).\n"
    commit(here, {ACCEPTED: f"kind: accepted_changes\nchanges:\n{entry}"})
    code, out, _ = diff(capsys, "HEAD~2")
    assert code == 0
    assert "accepted: Agreed upon (made up)." in out
    commit(here, {INDICATOR: "# A comment.\n\n" + text(here, INDICATOR)})
    change(here, CODES, "Telephone", "By telephone")
    code, out, _ = diff(capsys, "HEAD~4", "HEAD")
    assert code == 0
    assert "1 breaking and accepted, 1 worth knowing" in out
    change(here, INDICATOR, "direction: increase", "direction: none")
    code, out, _ = diff(capsys, "HEAD~5", "HEAD")
    assert code == 1
    assert "fits no change any more" in out


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("kind: accepted_changes\nchanges: [{fingerprint: c0123456789abcde}]\n", "RBM202"),
        ("kind: accepted_changes\nchanges: [{fingerprint: abc, reason: Agreed upon.}]\n", "RBM205"),
        ("kind: accepted_changes\nchanges: &a []\n", "RBM106"),
    ],
)
def test_a_faulty_file_of_accepted_changes(
    accepted: str, code: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / PLAN / ACCEPTED).write_text(accepted)
    found, out, err = diff(capsys, "HEAD")
    assert (found, out) == (2, "")
    assert code in err
    assert ACCEPTED in err


def test_the_file_of_accepted_changes_that_was_named_is_the_one_at_fault(
    here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "agreed.yaml").write_text("kind: accepted_changes\nchanges: [{fingerprint: c0123456789abcde}]\n")
    found, _, err = diff(capsys, "HEAD", "--accepted", str(tmp_path / "agreed.yaml"))
    assert found == 2
    assert "agreed.yaml:2:" in err
    assert ACCEPTED not in err


def test_a_worked_example_that_no_longer_fits_stands_in_nobodys_way(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The formula is changed, its example is not yet: what the change means is wanted all the same."""
    shutil.copytree(resources.generators() / "init", "plan")
    shutil.copytree("plan", "new")
    formula = Path("new", INDICATOR)
    formula.write_text(formula.read_text().replace("formula: days_to_answer", "formula: 2 * days_to_answer"))
    found, out, err = diff(capsys, "plan", "new")
    assert found == 1
    assert "is computed in another way" in out
    assert "RBM683" in err


def test_an_accepted_file_is_no_stray_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / PLAN / ACCEPTED).write_text("kind: accepted_changes\nchanges: []\n")
    run(["check", PLAN, "--format", "concise"])
    assert ACCEPTED not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        (CODES, "kind: codelist\nid: [", "RBM105"),
        (CODES, "<<<<<<< HEAD\nkind: codelist\n=======\n>>>>>>> other\n", "git could not merge two versions"),
        (CODES, None, "RBM306"),
        ("stray.yaml", "kind: plan\n", "RBM131"),
        (INDICATOR, "kind: indicator\n", "RBM202"),
    ],
)
@pytest.mark.parametrize("is_new", [True, False])
def test_a_side_with_errors_is_not_compared(
    file: str, content: str | None, words: str, is_new: bool, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(here, {file: content})
    sides = ("HEAD~1", "HEAD") if is_new else ("HEAD", "HEAD~1")
    code, out, err = diff(capsys, *sides)
    assert (code, out) == (2, "")
    assert words in err
    assert "Nothing was compared: there " in err
    assert "in “HEAD”" in err


@pytest.mark.parametrize(
    ("sides", "words"),
    [
        (("nowhere",), "no folder, archive or version “nowhere”"),
        (("main:specs/gone", "main"), "no folder specs/gone in “main”"),
        (("--", "--output=x", "main"), "looks like an option"),
        (("main..HEAD",), "names a range"),
        (("../gone.zip", "main"), "no folder or archive “../gone.zip”"),
        (("main", "gone.zip"), "no folder, archive or version “gone.zip”"),
    ],
)
def test_what_cannot_be_found(
    sides: tuple[str, ...], words: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = diff(capsys, *sides)
    assert (code, out) == (2, "")
    assert words in err
    assert not (here / "x").exists()


def test_output_goes_to_a_file(here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(here, INDICATOR, "direction: decrease", "direction: increase")
    _, expected, _ = diff(capsys, "HEAD~1", "--format", "html")
    code, out, err = diff(capsys, "HEAD~1", "--format", "html", "--output", tmp_path / "out.html")
    assert (code, out) == (1, "")
    assert "out.html" in err
    assert (tmp_path / "out.html").read_text("utf-8") == expected


HOSTILE = '"<img src=x onerror=alert(1)> @everyone [a](https://example.org) `b` | ![c](d) ::error::x *e* &copy;"'


@pytest.mark.parametrize("form", FORMATS)
def test_text_of_specs_stays_text(form: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(here, INDICATOR, "title: Average time to answer a request (made up)", f"title: {HOSTILE}")
    change(here, CODES, "label: Letter", f"label: {HOSTILE}")
    _, out, _ = diff(capsys, "HEAD~2", "--format", form)
    if form in ("html", "markdown"):
        assert "<img" not in out
    if form == "markdown":
        assert "@" not in out
        assert "](" not in re.sub(r"\\.", "", out)
        assert not re.search(r"(?<!\\)\|", re.sub(r"^\|.*\|$", "", out, flags=re.MULTILINE))
        assert "https:" not in out
    if form == "github":
        assert all(line.startswith(("::error ", "::warning ")) for line in out.splitlines() if line.startswith("::"))
    assert all(line.isprintable() for line in out.splitlines() if form != "html")


def test_github_shows_ten_of_a_kind(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = "".join(f"  c{i}: {{label: Code {i}}}\n" for i in range(15))
    commit(here, {CODES: text(here, CODES) + codes})
    _, out, _ = diff(capsys, "HEAD~1", "--format", "github")
    assert out.count("::warning ") == 10
    assert "5 more" in out


def test_what_is_gone_is_shown_beside_what_is_left(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(here, CODES, "  email: {label: E-mail, written: true, group: south}\n", "")
    _, out, _ = diff(capsys, "HEAD~1", "--format", "github")
    line = text(here, CODES).splitlines().index("codes:") + 1
    assert f"file={PLAN}/{CODES},line={line}," in out


def test_workbooks_already_sent(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(here, "datasets/requests.yaml", "label: Office\n", "label: The office\n")
    assert "All workbooks already sent stay valid." in diff(capsys, "HEAD~1")[1]
    change(here, "datasets/requests.yaml", "required: true\n    label: The office", "label: The office")
    out = diff(capsys, "HEAD~2")[1]
    assert "Workbooks already sent are void for: `requests`; send new ones." in out
    assert "Workbooks already sent stay valid for: `visits`." in out


def test_another_id_of_the_plan_is_seen(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(here, "plan.yaml", "id: starter_plan", "id: other_plan")
    (found,) = changes(capsys, "HEAD~1")
    assert (found["code"], found["says"]) == ("RBM914", "The plan is now called `other_plan`; it was `starter_plan`.")


@pytest.mark.parametrize("form", FORMATS)
def test_plans_that_have_nothing_in_common(form: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No change is too large to be told, and nothing of it is unknown to the rules."""
    for sides in ((ITU, PLAN), (PLAN, ITU), (resources.generators() / "init", ITU)):
        code, out, err = diff(capsys, *sides, "--format", form)
        assert (code, err) == (1, "")
        assert "RBM999" not in out


def test_the_same_bytes_every_time(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(here, INDICATOR, "decimals: 1", "decimals: 2")
    for form in FORMATS:
        assert len({diff(capsys, "HEAD~1", "--format", form)[1] for _ in range(2)}) == 1


def test_what_languages_lose_is_said_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One title has another translation, one sentence is written anew, and both languages were complete."""
    catalogue = 'msgctxt "codelists.channels.codes.letter.label"\nmsgid "Letter"\nmsgstr "{}"\n\n' \
                'msgctxt "codelists.channels.codes.telephone.label"\nmsgid "Telephone"\nmsgstr "T"\n'  # fmt: skip
    languages = re.sub(r"languages: \[.*\]", "languages: [en, es, fr]", text(here, "plan.yaml"))
    files = {f"translations/{each}.po": catalogue.format(each) for each in ("es", "fr")}
    commit(here, {"plan.yaml": languages, **files})
    commit(here, {CODES: text(here, CODES).replace("Telephone", "By telephone")})
    commit(here, {"translations/fr.po": catalogue.format("Lettre")})
    said = [each["says"] for each in changes(capsys, "HEAD~2", "HEAD") if each["code"] == "RBM958"]
    assert said == [
        "Printed untranslated until translators have been there: 1 text in Spanish, 1 text in French.",
        "In French, 1 text reads otherwise.",
    ]
