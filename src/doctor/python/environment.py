"""Prints, as JSON, how many packages and files this environment has, and which are not as they were installed."""

import base64
import hashlib
import json
import platform
from importlib.metadata import Distribution, PackagePath, distributions

BY_HAND = {"pip", "setuptools"}
"""These may be upgraded by whoever likes to."""


def main() -> None:
    """Compares each file with the hash that its package was installed with."""
    installed = [one for one in distributions() if one.name not in BY_HAND]
    files = [file for one in installed for file in hashed(one)]
    changed = sorted(str(file) for file in files if not as_installed(file))
    report = {"version": platform.python_version(), "packages": len(installed), "files": len(files), "changed": changed}
    print(json.dumps(report))


def hashed(package: Distribution) -> list[PackagePath]:
    """The files of a package whose hashes its RECORD names."""
    return [file for file in package.files or [] if file.hash is not None]


def as_installed(file: PackagePath) -> bool:
    """Whether the file is there and holds what its hash says."""
    assert file.hash is not None
    try:
        with open(file.locate(), "rb") as opened:
            digest = hashlib.file_digest(opened, file.hash.mode).digest()
    except OSError:
        return False
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == file.hash.value


if __name__ == "__main__":
    main()
