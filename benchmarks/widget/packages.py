"""What the ready-made widgets weigh: their npm packages, fetched once at fixed versions."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(".cache/npm")


@dataclass(frozen=True)
class Package:
    """A published package, and which of its files a browser would load."""

    name: str
    version: str
    #: Of the files in the package, those that start so and end in .js.
    browser: str
    note: str

    @property
    def archive(self) -> Path:
        return CACHE / f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


DEEP_CHAT = Package("deep-chat", "2.4.2", "package/dist/deepChat.bundle.js", "one bundle, all told")
CARBON = Package("@carbon/ai-chat", "1.9.1", "package/dist/es/", "own code alone: Lit, Carbon and others come on top")
#: For pages that are made on a server: no browser loads it.
_NOT_LOADED = "serverEntry.js"


@dataclass(frozen=True)
class Weight:
    """Bytes as they are, and as a server that compresses sends them."""

    raw: int
    gzipped: int

    @classmethod
    def of(cls, files: dict[str, bytes]) -> Weight:
        """Weigh files; each is compressed by itself, as it is sent."""
        return cls(sum(map(len, files.values())), sum(len(gzip.compress(f, 9)) for f in files.values()))


def scripts(package: Package) -> dict[str, bytes] | None:
    """Return the scripts of a package by name; None where npm is missing or reaches no registry."""
    if not package.archive.is_file() and not _fetch(package):
        return None
    found = {}
    with tarfile.open(package.archive) as archive:
        for member in archive:
            if not _is_loaded(member.name, package):
                continue
            file = archive.extractfile(member)
            assert file is not None
            found[member.name] = file.read()
    if not found:
        raise RuntimeError(f"{package.archive} holds no scripts under {package.browser}")
    return found


def _is_loaded(name: str, package: Package) -> bool:
    return name.startswith(package.browser) and name.endswith(".js") and not name.endswith(_NOT_LOADED)


def _fetch(package: Package) -> bool:
    if shutil.which("npm") is None:
        return False
    CACHE.mkdir(parents=True, exist_ok=True)
    command = ["npm", "pack", f"{package.name}@{package.version}", "--pack-destination", str(CACHE)]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=120)
    return done.returncode == 0 and package.archive.is_file()
