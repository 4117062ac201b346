"""Archives are read in memory, within limits, and nothing in them leads outside."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from rbm_spec import resources
from rbm_spec.revisions import Unusable, archive, read_revision

START = resources.generators() / "init"
FILES = {path.relative_to(START).as_posix(): path.read_bytes() for path in sorted(START.glob("**/*.yaml"))}


def zipped(path: Path, files: dict[str, bytes], *, links: tuple[str, ...] = ()) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (0o120777 if name in links else 0o100644) << 16
            made.writestr(info, content, zipfile.ZIP_DEFLATED)
    return str(path)


def tarred(path: Path, files: dict[str, bytes], *, links: tuple[str, ...] = ()) -> str:
    with tarfile.open(path, "w:gz" if path.suffix != ".tar" else "w") as made:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            if name in links:
                info.type, info.linkname, info.size = tarfile.SYMTYPE, "/etc/passwd", 0
            made.addfile(info, io.BytesIO(content))
    return str(path)


KINDS = [(zipped, "a.zip"), (tarred, "a.tar.gz"), (tarred, "a.tgz"), (tarred, "a.tar")]


@pytest.mark.parametrize(("make", "name"), KINDS)
@pytest.mark.parametrize("below", ["", "specs/starter_plan/", "project-0123abc/specs/starter_plan/", "starter_plan/"])
def test_a_plan_is_found_in_an_archive(make, name: str, below: str, tmp_path: Path) -> None:
    found = read_revision(make(tmp_path / name, {f"{below}{file}": raw for file, raw in FILES.items()}))
    assert (found.files, found.findings) == (FILES, ())


@pytest.mark.parametrize(("make", "name"), KINDS)
def test_catalogues_are_read_with_the_specs(make, name: str, tmp_path: Path) -> None:
    po = b"# " + b"x" * 300_000 + b"\n"
    found = read_revision(make(tmp_path / name, {**FILES, "translations/fr.po": po}))
    assert found.files["translations/fr.po"] == po


@pytest.mark.parametrize(("make", "name"), KINDS)
def test_links_are_not_followed(make, name: str, tmp_path: Path) -> None:
    found = read_revision(make(tmp_path / name, FILES, links=("codelists/offices.yaml",)))
    assert [(one.rule.code, one.where.file) for one in found.findings] == [("RBM134", "codelists/offices.yaml")]


@pytest.mark.parametrize(("make", "name"), KINDS)
@pytest.mark.parametrize(
    "outside", ["../x.yaml", "/etc/x.yaml", "a/../../x.yaml", "c:/x.yaml", "a\\..\\x.yaml", "a//b"]
)
def test_names_that_lead_outside(make, name: str, outside: str, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="leads outside"):
        read_revision(make(tmp_path / name, {**FILES, outside: b"kind: plan"}))


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.tar"])
@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04rubbish", b"\x1f\x8brubbish", b"\0" * 5000, gzip.compress(b"x", mtime=0)]
)
def test_damaged_archives(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unusable, match=r"damaged|no plan"):
        read_revision(str(tmp_path / name))


def test_bombs_stop_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_INFLATED", 1_000_000)
    big = {**FILES, "codelists/big.yaml": b" " * 200_000, "other.bin": b"\0" * 5_000_000}
    assert len(read_revision(zipped(tmp_path / "a.zip", big)).files) == 9  # what is not wanted is not inflated
    with pytest.raises(Unusable, match="more than is read"):
        read_revision(tarred(tmp_path / "a.tgz", big))
    many = {f"codelists/b{i}.yaml": b" " * 200_000 for i in range(6)}
    with pytest.raises(Unusable, match="more than is read"):
        read_revision(zipped(tmp_path / "b.zip", {**FILES, **many}))


@pytest.mark.parametrize(("make", "name"), KINDS[:2])
def test_a_file_beyond_its_limit_is_reported(make, name: str, tmp_path: Path) -> None:
    found = read_revision(make(tmp_path / name, {**FILES, "codelists/big.yaml": b" " * 300_000}))
    assert [one.rule.code for one in found.findings] == ["RBM121"]


def test_two_members_of_one_name(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    zipped(path, FILES)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as made:
        made.writestr("plan.yaml", "kind: plan")
    with pytest.raises(Unusable, match="two files of one name"):
        read_revision(str(path))
