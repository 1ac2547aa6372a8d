"""Writes the software bill of materials (CycloneDX JSON) from the lock: `make sbom`, or `python -m supply.sbom`."""

import json
import sys
import tomllib
import uuid
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any

from admin.supply.lock import LOCK, Package, packages

NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # RFC 4122's for URLs


def bill(found: Iterable[Package]) -> dict[str, Any]:
    """The same lock gives the same bill, with the same number."""
    about = tomllib.loads((LOCK.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    components = [_component(each) for each in found]
    number = uuid.uuid5(NAMESPACE, json.dumps(components, sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": about["name"], "version": about["version"]}},
        "components": components,
    }


def _component(package: Package) -> dict[str, Any]:
    made = {"type": "library", "bom-ref": package.purl, "purl": package.purl, **package._asdict()}
    licence = _licence(package.name)
    return {**made, "licenses": [{"license": {"name": licence}}]} if licence else made


def _licence(name: str) -> str:
    """What the installed library says of its licence; nothing where it is not installed, or says too much."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return ""
    said = str([*(about.get_all("License-Expression") or ()), *(about.get_all("License") or ()), ""][0])
    return said if len(said) < 80 and "\n" not in said else ""


if __name__ == "__main__":
    sys.stdout.write(json.dumps(bill(packages()), ensure_ascii=False, indent=2) + "\n")
