"""Workbooks as LibreOffice saves them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def saved(content: bytes, folder: Path, kind: str) -> bytes:
    """The workbook, opened and saved by LibreOffice as .xlsx or .ods."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is in packages.apt; install it to run this test"
    (folder / "typed.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", str(folder / "out")]
    subprocess.run([*command, str(folder / "typed.xlsx")], check=True, capture_output=True, timeout=180)
    return (folder / "out" / f"typed.{kind}").read_bytes()
