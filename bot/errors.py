"""Errors that a person can cause, each one clear line that says what to do."""


class AftercareError(Exception):
    """Base of every error whose message is written for the person who caused it."""


class ContentError(AftercareError):
    """Say which file and entry of the clinicians' files is wrong, and why."""

    def __init__(self, file: str, entry: str, reason: str) -> None:
        super().__init__(f"{file}: {entry}: {reason}")
        self.file, self.entry, self.reason = file, entry, reason


class SettingsError(AftercareError):
    """Say which setting is missing or wrong, and how to mend it."""


class ArchiveError(AftercareError):
    """Say what a model archive lacks."""


class PhoneError(AftercareError):
    """Say why a text is no phone number that can be texted; never hold the text itself."""
