"""The suites' form as JSON Schema, for editors: they complete keys and mark what is wrong while one types."""

from __future__ import annotations

import json
from pathlib import Path

from bot.replay.schema import SuiteFile

FOLDER = Path("tests/conversations")
SCHEMA = FOLDER / "schema.json"


def json_schema() -> str:
    """Return the schema as the file that editors read."""
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Aftercare conversation suite"}
    schema = {**head, **{key: value for key, value in SuiteFile.schema().items() if key != "title"}}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
