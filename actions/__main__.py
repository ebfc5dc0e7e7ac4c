"""python -m actions --port 5055: the action server, on this machine only."""

from __future__ import annotations

import argparse
import logging.config
from pathlib import Path

from rasa_sdk.endpoint import create_app
from ruamel.yaml import YAML

from actions.database import engine

_LOGGING = Path("deploy/logging.yml")


def main() -> None:
    """Serve until terminated."""
    parser = argparse.ArgumentParser(prog="python -m actions")
    parser.add_argument("--port", type=int, default=5055)
    options = parser.parse_args()
    logging.config.dictConfig(YAML(typ="safe", pure=True).load(_LOGGING.read_text(encoding="utf-8")))
    engine()
    app = create_app("actions")
    app.run("127.0.0.1", options.port, workers=1, access_log=False)


if __name__ == "__main__":
    main()
