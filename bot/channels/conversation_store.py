"""The stored conversations, opened beside the server as endpoints.yml names their store."""

from __future__ import annotations

import os
from pathlib import Path

from rasa.core.tracker_store import TrackerStore
from rasa.utils.endpoints import read_endpoint_config

from bot.channels.tracker_stores import TrimmingSQLTrackerStore
from bot.errors import SettingsError
from bot.stores.conversations import ConversationRows

ENDPOINTS = Path("endpoints.yml")


def open_conversations(endpoints: Path = ENDPOINTS) -> ConversationRows:
    """Return the conversations' tables; SettingsError where they are kept in another kind of store."""
    Path(os.environ.get("AFTERCARE_VAR", "var")).mkdir(parents=True, exist_ok=True)  # a server may never have run here
    store = TrackerStore.create(read_endpoint_config(str(endpoints), "tracker_store"))
    if not isinstance(store, TrimmingSQLTrackerStore):
        raise SettingsError(
            f"{endpoints}: conversations are kept in {type(store).__name__}, which this command cannot reach. Use "
            "bot.channels.tracker_stores.TrimmingSQLTrackerStore, or remove them there by hand."
        )
    rows: ConversationRows = store._rows  # type: ignore[assignment]
    return rows
