"""A stand-in for GitHub's own `gh api`, with the real jq: one pull request, kept in the file that GH_STATE names."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

STATE = Path(os.environ["GH_STATE"])


def main(arguments: list[str]) -> None:
    assert arguments.pop(0) == "api"
    fields: dict[str, str] = {}
    method, query, path, sent = "GET", "", "", None
    while arguments:
        match arguments.pop(0):
            case "--paginate":
                pass
            case "--method":
                method = arguments.pop(0)
            case "--jq":
                query = arguments.pop(0)
            case "--input":
                sent = json.loads(Path(arguments.pop(0)).read_text("utf-8"))
            case "-f" | "-F":
                key, _, value = arguments.pop(0).partition("=")
                fields[key] = Path(value[1:]).read_text("utf-8") if value.startswith("@") else value
            case given:
                path = given
    state = json.loads(STATE.read_text("utf-8"))
    answer = answered(state, method, path, fields if sent is None else sent)
    STATE.write_text(json.dumps(state, indent=1), "utf-8")
    text = json.dumps(answer)
    if query:
        text = subprocess.run(["jq", "-r", query], input=text, capture_output=True, text=True, check=True).stdout
    sys.stdout.write(text)


def answered(state: dict[str, Any], method: str, path: str, fields: dict[str, Any]) -> Any:
    state["calls"].append(f"{method} {path}")
    place = re.sub(r"\Arepos/[^/]+/[^/]+/", "", path)
    bot = {"login": "github-actions[bot]"}
    match method, place:
        case "GET", "pulls":
            return [{"number": 7, "head": {"sha": state["sha"]}}] if fields["head"] == state["from"] else []
        case "GET", "pulls/7/comments":
            return state["remarks"]
        case "GET", "issues/7/comments":
            return state["comments"]
        case "POST", "issues/7/comments":
            state["comments"].append({"id": 100 + len(state["comments"]), "user": bot, "body": fields["body"]})
        case "PATCH", _ if place.startswith("issues/comments/"):
            (one,) = (each for each in state["comments"] if each["id"] == int(place.rsplit("/", 1)[1]))
            assert one["user"] == bot
            one["body"] = fields["body"]
        case "POST", "pulls/7/reviews":
            assert fields["commit_id"] == state["sha"]
            state["remarks"] += [{"user": bot, **each} for each in fields["comments"]]
        case "POST", "code-scanning/sarifs":
            state["sarif"] = dict(fields)
        case _:
            raise SystemExit(f"gh: there is no {method} {path} here")
    return {}


if __name__ == "__main__":
    main(sys.argv[1:])
