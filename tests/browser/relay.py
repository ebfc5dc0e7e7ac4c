"""A visitor's own line to the server: it comes from an address of its own, and can be cut and mended."""

from __future__ import annotations

import itertools
import socket
import threading
from contextlib import suppress

from tests.conftest import free_port

#: Every visitor is another household, so the server's limits for one address hold in the tests as they do outside.
_HOUSEHOLDS = (f"127.{a}.{b}.1" for a, b in itertools.product(range(1, 250), repeat=2))


class Relay:
    """Pass bytes between a port of this machine and the server, until cut."""

    def __init__(self, target: int) -> None:
        self._target, self._address = target, next(_HOUSEHOLDS)
        #: While set, the server hears what it is sent and none of its answers comes through.
        self.mute = False
        self.lost = threading.Event()
        self._lines: list[socket.socket] = []
        self._listen(free_port())

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Refuse new connections and break those that stand, as a server does that dies."""
        for line in (self._door, *self._lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._lines.clear()

    def mend(self) -> None:
        """Take connections again, at the same port."""
        self._listen(self.port)

    def _listen(self, port: int) -> None:
        self._door, self.port = socket.create_server(("127.0.0.1", port)), port
        threading.Thread(target=self._welcome, args=(self._door,), daemon=True).start()

    def _welcome(self, door: socket.socket) -> None:
        with suppress(OSError):  # the door was shut
            while True:
                near, _ = door.accept()
                far = socket.create_connection(("127.0.0.1", self._target), source_address=(self._address, 0))
                self._lines += [near, far]
                threading.Thread(target=self._pass_on, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._pass_on, args=(far, near, False), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, to_server: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if self.mute and not to_server:
                    self.lost.set()
                    break
                sink.sendall(data)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR if to_server else socket.SHUT_RDWR)
