"""The ready-made jobs: their form, the mistakes that would give a repository away, and their run on a real history."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from rbm_spec import resources
from rbm_spec.cli.main import run
from tests.revisions.repositories import PLAN, commit, git, repository

ROOT = Path(__file__).parents[2]
PULLS = resources.generators() / "pulls"
WORKFLOWS = PULLS / "github" / "dot_github" / "workflows"
LOOK, COMMENT = WORKFLOWS / "rbm-spec.yml", WORKFLOWS / "rbm-spec-comment.yml"
GITLAB = PULLS / "gitlab" / "rbm-spec.gitlab-ci.yml"
INDICATOR = "indicators/answer_time.yaml"


def loaded(file: Path) -> Any:
    """YAML 1.1 reads the key `on` as true."""
    return yaml.safe_load(file.read_text("utf-8"))


def ran(program: str, *arguments: object, text: str = "") -> tuple[int, str]:
    """The exit code of a program that stands beside this Python, and what it said."""
    command = [Path(sys.executable).with_name(program), *map(str, arguments)]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-workflows", LOOK),
        ("custom.github-workflows-require-timeout", LOOK),
        ("vendor.github-workflows", COMMENT),
        ("custom.github-workflows-require-timeout", COMMENT),
        ("vendor.gitlab-ci", GITLAB),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_the_files_fit_their_schemas(schema: str, file: Path) -> None:
    extra = ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *extra, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_those_who_look_for_holes_in_workflows_find_none() -> None:
    code, said = ran("zizmor", "--offline", "--quiet", "--persona", "pedantic", LOOK, COMMENT)
    assert code == 0, said


@pytest.mark.parametrize("file", [LOOK, COMMENT, GITLAB], ids=lambda file: file.name)
def test_the_scripts_are_sound(file: Path) -> None:
    scripts = [step["run"] for job in loaded(file).get("jobs", {}).values() for step in job["steps"] if "run" in step]
    scripts += ["\n".join(job["script"]) for job in loaded(file).values() if "script" in job]
    assert scripts
    for script in scripts:
        assert ran("shellcheck", "--shell", "bash", "-", text=script) == (0, "")


@pytest.mark.parametrize("file", [LOOK, COMMENT], ids=lambda file: file.name)
def test_nothing_of_a_stranger_becomes_a_program(file: Path) -> None:
    """Text of an event reaches a shell as a variable only; every action is pinned; rights are given one by one."""
    workflow = loaded(file)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"]
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            if "uses" in step:
                assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
    assert "pull_request_target" not in file.read_text("utf-8")


def test_the_job_that_looks_may_write_nothing_and_the_one_that_writes_never_sees_the_branch() -> None:
    (look,) = loaded(LOOK)["jobs"].values()
    assert look["permissions"] == {"contents": "read"}
    assert "token" not in LOOK.read_text("utf-8")
    assert "secrets." not in LOOK.read_text("utf-8")
    (checkout,) = (step for step in look["steps"] if "actions/checkout" in step.get("uses", ""))
    assert checkout["with"]["persist-credentials"] is False
    (job,) = loaded(COMMENT)["jobs"].values()
    assert not any("checkout" in step.get("uses", "") for step in job["steps"])
    assert "git " not in "".join(step.get("run", "") for step in job["steps"])
    comment = loaded(GITLAB)["rbm-spec-comment"]
    assert comment["variables"]["GIT_STRATEGY"] == "none"
    assert "RBM_COMMENT_TOKEN" not in str(loaded(GITLAB)["rbm-spec"])


class Service:
    """A repository with a pull request, and what GitHub would run on it: the steps of the workflows themselves."""

    def __init__(self, folder: Path) -> None:
        self.folder = repository(folder / "repository")
        self.state = folder / "state.json"
        self.temp = folder / "temp"
        self.programs = folder / "programs"
        self.programs.mkdir()
        self._program("rbm-spec", "-c", "from rbm_spec.cli.main import main; main()")
        self._program("gh", str(Path(__file__).with_name("gh.py")))
        self.log = ""
        stranger = {"id": 5, "user": {"login": "somebody"}, "body": "<!-- rbm-spec --> not mine"}
        self._write({"sha": "", "from": "fork:idea", "calls": [], "comments": [stranger], "remarks": []})

    def _program(self, name: str, *arguments: str) -> None:
        path = self.programs / name
        path.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, *arguments])} "$@"\n')
        path.chmod(0o755)

    def _write(self, state: dict[str, Any]) -> None:
        self.state.write_text(json.dumps(state))

    @property
    def now(self) -> dict[str, Any]:
        return json.loads(self.state.read_text("utf-8"))

    def push(self, old: str, new: str) -> None:
        """One more commit on the branch of the fork, and what GitHub makes of it: a merge with main."""
        git(self.folder, "checkout", "-q", "-B", "idea", "idea" if self.now["sha"] else "main")
        before = (self.folder / PLAN / INDICATOR).read_text("utf-8")
        assert old in before
        sha = commit(self.folder, {INDICATOR: before.replace(old, new)})
        self._write({**self.now, "sha": sha})
        git(self.folder, "checkout", "-q", "--detach", "main")
        git(self.folder, "merge", "-q", "--no-ff", "-m", "merge", "idea")

    def steps(self, file: Path, names: tuple[str, ...], plan: str = PLAN, **variables: str) -> list[int]:
        """Run the named steps as the service does, and return their exit codes."""
        workflow = loaded(file)
        (job,) = workflow["jobs"].values()
        codes = []
        for name in names:
            (step,) = (each for each in job["steps"] if each.get("name") == name)
            own = {key: variables[key] for key in step.get("env", {})}
            settings = {**workflow["env"], "RBM_PLAN": plan, **own}
            surroundings = {**os.environ, **settings, "GH_STATE": str(self.state), "GITHUB_OUTPUT": str(self.temp)}
            surroundings["PATH"] = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=self.folder, env=surroundings, capture_output=True, text=True, check=False,
            )  # fmt: skip
            codes.append(done.returncode)
            self.log = done.stdout + done.stderr
        return codes

    def look(self) -> int:
        return self.steps(LOOK, ("Look",))[0]

    def comment(self, source: str = "fork:idea") -> list[int]:
        values = {
            "GH_TOKEN": "none", "REPO": "house/plan", "RUN": "99", "SERVER": "https://example.org", "NUMBER": "7",
            "HEAD_SHA": self.now["sha"], "HEAD_FROM": source, "REVIEW": str(self.folder / "review"),
            "FINDINGS": str(self.temp.with_name("findings.sarif")),
        }  # fmt: skip
        self.temp.write_text("")
        codes = self.steps(COMMENT, ("Comment",), **values)
        if "number=" in self.temp.read_text():
            codes += self.steps(COMMENT, ("Hand findings to code scanning",), **values)
        return codes


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(tmp_path)


def test_a_pull_request_gets_one_comment_that_stays_true(service: Service) -> None:
    service.push("direction: decrease", "direction: increase")
    assert service.look() == 1
    assert "::error file=specs/starter_plan/indicators/answer_time.yaml,line=16" in service.log
    assert service.comment() == [0, 0]
    stranger, mine = service.now["comments"]
    assert stranger["body"] == "<!-- rbm-spec --> not mine"
    assert "### ✗ Breaking for" in mine["body"]
    assert "https://example.org/house/plan/actions/runs/99#artifacts" in mine["body"]
    assert scanned(service)["version"] == "2.1.0"
    service.push("direction: increase", "direction: decrease")
    assert service.look() == 0
    assert service.comment() == [0, 0]
    assert [each["body"].splitlines()[1] for each in service.now["comments"][1:]] == ["### ✓ No change of meaning"]


def scanned(service: Service) -> dict[str, Any]:
    """What code scanning was given."""
    return json.loads(gzip.decompress(base64.b64decode(service.now["sarif"]["sarif"])))


def test_no_file_of_the_branch_goes_to_code_scanning(service: Service) -> None:
    """What is uploaded is made from the record: tool, rules and category are ours, and no words become links."""
    service.push("direction: decrease", "directoin: decrease")
    service.look()
    review = service.folder / "review"
    (review / "findings.sarif").write_text('{"runs": [{"tool": {"driver": {"name": "Another scanner"}}}]}')
    record = json.loads((review / "pull.json").read_text("utf-8"))
    (error, *_) = [each for each in record["findings"] if each["severity"] == "error"]
    record["findings"] = [
        error | {"message": "[press](https://example.org)"}, error | {"code": "RBM001"}, error | {"file": None},
    ]  # fmt: skip
    (review / "pull.json").write_text(json.dumps(record))
    assert service.comment() == [0, 0]
    (run_,) = scanned(service)["runs"]
    assert (run_["tool"]["driver"]["name"], run_["automationDetails"]) == ("rbm-spec", {"id": "rbm-spec/"})
    (result,) = run_["results"]
    assert result["ruleId"] == error["code"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": f"{PLAN}/{INDICATOR}"}, "region": {"startLine": 16},
    }  # fmt: skip
    assert result["message"]["text"].startswith("[press] (https://example.org)")
    record["findings"] = [error | {"file": "../../etc/passwd"}]
    (review / "pull.json").write_text(json.dumps(record))
    assert service.comment()[0] == 74


def test_nothing_is_suggested_for_lines_that_the_merge_has_moved(service: Service) -> None:
    service.push("direction: decrease", "directoin: decrease")
    git(service.folder, "checkout", "-q", "main")
    text = (service.folder / PLAN / INDICATOR).read_text("utf-8")
    commit(service.folder, {INDICATOR: f"# A line more above.\n{text}"})
    git(service.folder, "checkout", "-q", "--detach", "main")
    git(service.folder, "merge", "-q", "--no-ff", "-m", "merge", "idea")
    assert service.look() == 1
    assert service.comment()[0] == 0
    assert service.now["remarks"] == []
    assert "1 error; nothing was compared" in service.now["comments"][1]["body"]


def test_a_plan_that_a_branch_brings_in_is_new(service: Service) -> None:
    git(service.folder, "checkout", "-q", "-B", "idea", "main")
    git(service.folder, "mv", PLAN, "specs/moved")
    git(service.folder, "commit", "-q", "-m", "moved")
    sha = git(service.folder, "rev-parse", "HEAD").strip()
    service._write({**service.now, "sha": sha})
    git(service.folder, "checkout", "-q", "--detach", "main")
    git(service.folder, "merge", "-q", "--no-ff", "-m", "merge", "idea")
    assert service.steps(LOOK, ("Look",), plan="specs/moved") == [0]
    assert service.comment() == [0, 0]
    assert "### ✓ A new plan; there is nothing to compare it with" in service.now["comments"][1]["body"]


def test_a_branch_that_mends_a_broken_plan_passes(service: Service) -> None:
    git(service.folder, "checkout", "-q", "main")
    sound = (service.folder / PLAN / INDICATOR).read_text("utf-8")
    commit(service.folder, {INDICATOR: sound.replace("direction:", "directoin:")})
    git(service.folder, "checkout", "-q", "-B", "idea", "main")
    commit(service.folder, {INDICATOR: sound})
    service._write({**service.now, "sha": git(service.folder, "rev-parse", "HEAD").strip()})
    git(service.folder, "checkout", "-q", "--detach", "main")
    git(service.folder, "merge", "-q", "--no-ff", "-m", "merge", "idea")
    assert service.look() == 0
    assert service.comment() == [0, 0]
    said = "### ✓ What this goes into has errors, and this has none; nothing was compared"
    assert said in service.now["comments"][1]["body"]


def test_what_stood_there_before_is_counted_only(service: Service) -> None:
    """The plan has no example of its indicator, which is said once, and not on every branch."""
    text = (service.folder / PLAN / INDICATOR).read_text("utf-8")
    commit(service.folder, {INDICATOR: text.partition("examples:")[0]})
    service.push("direction: decrease", "direction: increase")
    service.look()
    record = json.loads((service.folder / "review" / "pull.json").read_text("utf-8"))
    standing = [each for each in record["findings"] if each["standing"]]
    assert [each["code"] for each in standing] == ["RBM680"]
    assert "RBM680" not in service.log
    assert service.comment()[0] == 0
    body = service.now["comments"][1]["body"]
    assert "One finding was there before the branch." in body
    assert "RBM680" not in body


def test_a_fix_is_suggested_once(service: Service) -> None:
    service.push("direction: decrease", "directoin: decrease")
    assert service.look() == 1
    for _ in range(2):
        assert service.comment()[0] == 0
    (remark,) = service.now["remarks"]
    assert (remark["path"], remark["line"], remark["side"]) == (f"{PLAN}/{INDICATOR}", 16, "RIGHT")
    assert "```suggestion\ndirection: decrease\n```" in remark["body"]
    assert "1 error; nothing was compared" in service.now["comments"][1]["body"]


def test_a_branch_that_is_no_pull_request_gets_nothing(service: Service) -> None:
    service.push("direction: decrease", "direction: increase")
    service.look()
    assert service.comment("fork:else; touch stolen") == [0]
    assert service.now["calls"] == ["GET repos/house/plan/pulls"]
    assert not (service.folder / "stolen").exists()


def test_what_a_stranger_hands_over_stays_text(service: Service) -> None:
    service.push("direction: decrease", "direction: increase")
    service.look()
    file = service.folder / "review" / "pull.json"
    record = json.loads(file.read_text("utf-8"))
    record["changes"][0]["says"] = "@everybody <img src=x> [press](https://example.org) ::error::x"
    file.write_text(json.dumps(record))
    assert service.comment()[0] == 0
    body = service.now["comments"][1]["body"]
    assert "@everybody" not in body
    assert "<img" not in body
    assert "](https://example.org)" not in body
    assert "&#64;everybody" in body
    for broken in (
        "{", "[]", "[" * 90_000, json.dumps({**record, "more": 1}), " " * 1_100_000,
        json.dumps({**record, "suggestions": [{"file": "../x", "line": 1, "text": "", "says": "", "mark": "0" * 16}]}),
    ):  # fmt: skip
        file.write_text(broken)
        assert service.comment()[0] == 74
        assert service.now["comments"][1]["body"] == body


def test_annotations_are_those_that_are_shown(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    """Ten of a kind for a step, findings and changes together."""
    lines = "".join(f"key_{number}: x\n" for number in range(14))
    service.push("direction: decrease", f"direction: decrease\n{lines}")
    assert service.look() == 1
    assert service.log.count("::error ") == 10
    assert "4 more of kind error; GitHub shows 10 of a kind." in service.log


def test_the_jobs_are_written_and_nothing_is_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["pull", "workflow", "github"]) == 0
    assert run(["pull", "workflow", "gitlab"]) == 0
    written = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.yml"))
    assert written == [
        ".github/workflows/rbm-spec-comment.yml", ".github/workflows/rbm-spec.yml", "rbm-spec.gitlab-ci.yml",
    ]  # fmt: skip
    assert run(["pull", "workflow", "github"]) == 2
    assert "is there already" in capsys.readouterr().err
