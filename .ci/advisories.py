"""Ask whether the pinned versions have known vulnerabilities; end with 1 where one has.

    python .ci/advisories.py PIP_AUDIT [SECONDS]

PIP_AUDIT is that program, SECONDS how long each service may take (40).  What no service knows, or
can be asked for, is said on stderr: that a version was not checked is no fault of it.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

#: What pip-audit calls the services that it can ask; the next is asked for what one leaves open.
SERVICES = ("pypi", "osv", "esms")
PINNED = Path(__file__).with_name("requirements.txt")


def asked(pip_audit: str, service: str, seconds: float) -> list[dict[str, Any]]:
    """Return what a service says of each package; nothing where it cannot be reached in time."""
    command = [
        *(pip_audit, "--requirement", str(PINNED), "--disable-pip", "--service", service),
        *("--format", "json", "--progress-spinner", "off", "--timeout", "15"),
    ]
    try:
        answer = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
        return list(json.loads(answer.stdout)["dependencies"])
    except (subprocess.TimeoutExpired, ValueError):
        return []  # pip-audit ends with 1 and without JSON


def main(pip_audit: str, seconds: str = "40") -> int:
    """Ask the services in their order; say what they know."""
    checked: dict[str, set[str]] = {}
    unchecked: set[str] = set()
    for service in SERVICES:
        packages = asked(pip_audit, service, float(seconds))
        for package in packages:
            if "skip_reason" in package:
                unchecked.add(package["name"])
            else:
                found = {vulnerability["id"] for vulnerability in package["vulns"]}
                name = f"{package['name']} {package['version']}"
                checked[name] = checked.get(name, set()) | found
        unchecked -= {name.split()[0] for name in checked}
        if checked and not unchecked:
            break
    vulnerable = {name: found for name, found in checked.items() if found}
    for name, found in vulnerable.items():
        print(f"{name}: {', '.join(sorted(found))}", file=sys.stderr)
    if not checked:
        print("no advisory service can be reached: not checked", file=sys.stderr)
    elif unchecked:
        print(f"no advisory service knows {', '.join(sorted(unchecked))}", file=sys.stderr)
    if checked and not vulnerable:
        print(f"{len(checked)} packages: no known vulnerability")
    return 1 if vulnerable else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
