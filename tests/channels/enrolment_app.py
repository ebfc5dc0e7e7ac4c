"""python -m tests.channels.enrolment_app PORT: the enrolment address alone, without a model."""

from __future__ import annotations

import asyncio
import sys

from sanic import Sanic

from bot.channels.enrolment import EnrolmentChannel


def main(port: int) -> None:
    """Serve until the process is ended."""
    app, channel = Sanic("enrolment"), EnrolmentChannel()
    app.blueprint(channel.blueprint(lambda message: asyncio.sleep(0)), url_prefix=channel.url_prefix())
    app.run("127.0.0.1", port, access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
