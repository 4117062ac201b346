"""What all tests share: `pytest --update`, and how hypothesis searches."""

import os

import hypothesis
import pytest

from tests.verdicts import Verdicts

# The same examples each time in CI, new ones at each run elsewhere. No deadline: machines differ.
hypothesis.settings.register_profile("rbm", deadline=None)
hypothesis.settings.register_profile("rbm-ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("rbm-ci" if os.environ.get("CI") else "rbm")


def pytest_configure(config: pytest.Config) -> None:
    """Hold docs/support.md against the outcomes of the run, where all of them are known."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Verdicts(config))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update`."""
    parser.addoption(
        "--update",
        action="store_true",
        help="rewrite what tests expect to what they get; the diff is the review",
    )


@pytest.fixture(scope="session")
def update(pytestconfig: pytest.Config) -> bool:
    """Whether to rewrite expectations instead of comparing with them."""
    return bool(pytestconfig.getoption("--update"))
