"""`rbm-spec explain`: the code of a rule -> its page; `list` -> all rules."""

from __future__ import annotations

import click

from rbm_spec import explain
from rbm_spec.cli import console


@click.command("explain")
@click.argument("code")
def command(code: str) -> None:
    """Say why a rule exists, with a bad and a good example.

    CODE is the code of a rule, such as RBM103, or its name; `list` names all rules.
    """
    if code == "list":
        for page in explain.pages().values():
            console.say(f"{page.rule.code}  {explain.level(page.rule):<9}  {page.rule.name}")
        return
    try:
        console.say(explain.explain(code))
    except LookupError as error:
        raise click.UsageError(str(error.args[0])) from error
