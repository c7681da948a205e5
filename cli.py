"""The commands: parse options, call, print."""

from __future__ import annotations

import click


@click.group()
@click.version_option(package_name="figures")
def main() -> None:
    """Read humanitarian figures out of news and situation reports."""
