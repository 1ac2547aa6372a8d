"""Asks an advisory database what is known against the locked libraries: `make audit`.

Without a way to the database it says so, and that is no failure: a change must not depend on somebody else's server.
"""

import json
import os
import sys
from collections.abc import Sequence
from urllib.error import URLError
from urllib.request import Request, urlopen

from admin.supply.lock import Package, packages

DATABASE = "https://api.osv.dev/v1/querybatch"
UNREACHABLE = "脆弱性の一覧（{address}）に届かないので、調べませんでした。つながる所で make audit を行ってください。"


class Unreachable(Exception):
    """The database does not answer."""


def known(found: Sequence[Package], address: str) -> dict[Package, list[str]]:
    """The advisories against each of them, by their ids. Raises Unreachable."""
    asked = json.dumps({"queries": [{"package": {"purl": each.purl}} for each in found]}).encode()
    request = Request(address, asked, {"Content-Type": "application/json"})  # noqa: S310 – the address is ours
    try:
        with urlopen(request, timeout=10) as answer:  # noqa: S310 – likewise
            results = json.load(answer)["results"]
    except (URLError, OSError, ValueError, KeyError) as error:
        raise Unreachable(str(error)) from error
    each = zip(found, results, strict=False)
    return {package: [hole["id"] for hole in said["vulns"]] for package, said in each if said.get("vulns")}


def main(address: str) -> int:
    found = list(packages())
    try:
        holes = known(found, address)
    except Unreachable:
        sys.stdout.write(UNREACHABLE.format(address=address) + "\n")
        return 0
    for package, ids in holes.items():
        sys.stdout.write(f"{package.name} {package.version}: {', '.join(ids)}\n")
    sys.stdout.write(f"{len(found)}のライブラリのうち、知られた脆弱性のあるもの：{len(holes)}\n")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main(os.environ.get("ADVISORIES", DATABASE)))
