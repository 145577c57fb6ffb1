"""A real user's manager of systemd runs a real briefing, in namespaces of its own.

Only where it is asked for, as it takes a minute or two and needs root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from brief.pipeline import verify

ROOT = Path(__file__).parents[1]
SYSTEMD = Path("/usr/lib/systemd/systemd")
ARTICLE = (
    "Ferry sinks off Osk\n\n19 November 2026\n\nThe ferry Heron sank off Osk on Thursday, and nine "
    "people of Larn died, Governor Ines Holt said. Divers from Tarn searched the hull at night.\n"
)
#: Seconds until the manager has come to the minute, which it may miss by one, and the briefing
#: through its run.
LONGEST = 200
#: What stands where systemd has started the machine; homes of others are out of sight, save
#: for what the program needs.  Arguments: the user's id, the folder that becomes their home, the
#: script that they run, and the paths to keep.
MACHINE = r"""
set -eu
user=$1 home=$2 script=$3
shift 3
mount -t cgroup2 none /sys/fs/cgroup
mount -t tmpfs none /run
# What the system's manager leaves there.
mkdir -p /run/systemd/system /run/systemd/inaccessible/dir /run/systemd/mount-rootfs \
    "/run/user/$user"
touch /run/systemd/inaccessible/reg
chmod 0 /run/systemd/inaccessible/*
number=0
for path; do
    number=$((number + 1))
    mkdir -p "/run/kept/$number"
    mount --bind "$path" "/run/kept/$number"
done
mkdir /run/home
mount --bind "$home" /run/home
mount -t tmpfs -o mode=755 none /root
mount -t tmpfs -o mode=755 none /home
number=0
for path; do
    number=$((number + 1))
    mkdir -p "$path"
    mount --bind "/run/kept/$number" "$path"
done
mkdir /home/me
mount --bind /run/home /home/me
chown "$user" "/run/user/$user"
chmod 700 "/run/user/$user"
cd /home/me
exec setpriv --reuid="$user" --regid="$user" --clear-groups env -i PATH=/usr/bin:/bin \
    HOME=/home/me XDG_RUNTIME_DIR="/run/user/$user" LANG=C.UTF-8 sh -eu "$script"
"""
#: What the user does.
SCRIPT = r"""
{systemd} --user --unit=basic.target >manager 2>&1 &
manager=$!
until systemctl --user is-system-running 2>/dev/null | grep -Eq 'running|degraded'; do
    kill -0 $manager
    sleep 0.2
done
# There is no journal here for what a run says.
mkdir -p .config/systemd/user/brief-morning.service.d
printf '[Service]\nStandardError=append:/home/me/errors\n' \
    >.config/systemd/user/brief-morning.service.d/errors.conf
{brief} schedule --install systemd 2>installed
systemctl --user list-timers --all --no-pager >timers
{act}
systemctl --user show brief-morning.service -p Result -p ExecMainStatus >result
{brief} schedule --remove 2>removed
systemctl --user list-units --all --no-pager 'brief-*' >left
kill $manager
wait $manager || true
"""
START = "systemctl --user start brief-morning.service || :"
WAIT = f"""
seconds=0
until [ -e briefings/latest.md ] && ! systemctl --user is-active -q brief-morning.service; do
    seconds=$((seconds + 1))
    [ $seconds -lt {LONGEST} ] || break
    sleep 1
done
"""


def _groups() -> Path:
    """Return the folder of this process's own group in the unified hierarchy of cgroups."""
    mounts = (line.split(" - ") for line in Path("/proc/self/mountinfo").read_text().splitlines())
    folders = [mount.split()[4] for mount, kind in mounts if kind.startswith("cgroup2 ")]
    if not folders:
        pytest.skip("there are no cgroups of version 2 to run systemd in")
    lines = Path("/proc/self/cgroup").read_text().splitlines()
    own = next(line.removeprefix("0::/") for line in lines if line.startswith("0::"))
    return Path(folders[0]) / own


@pytest.fixture
def group() -> Iterator[Path]:
    """Make a group of processes for a manager: in it, it is away from all others."""
    if os.environ.get("CRON_TESTS") != "1" or os.getuid() != 0 or not SYSTEMD.exists():
        pytest.skip("a real systemd is tried by root where CRON_TESTS=1 and systemd is installed")
    if not shutil.which("unshare") or not shutil.which("setpriv"):
        pytest.skip("namespaces need unshare and setpriv")
    if any(path.startswith(("/tmp/", "/var/tmp/")) for path in (sys.prefix, str(ROOT))):
        pytest.skip("a service has a /tmp of its own, without what is tested here")
    path = _groups() / f"brief-test-{os.getpid()}"
    try:
        path.mkdir()
    except OSError as error:
        pytest.skip(f"no cgroup can be made here: {error}")
    try:
        yield path
    finally:
        until = time.monotonic() + 10
        while path.exists() and time.monotonic() < until:
            folders = [folder for folder, _, _ in os.walk(path, topdown=False)]
            subprocess.run(["rmdir", *folders], capture_output=True, check=False)
            time.sleep(0.1)


def as_user(user: int, home: Path, act: str, group: Path) -> None:
    """Run a manager for `user`, with `home` as home, install the briefing, act, and remove it.

    What is said on the way stands in files of `home`.  Nothing of it is left when this ends.
    """
    brief = Path(sys.executable).with_name("brief")
    script = SCRIPT.format(systemd=SYSTEMD, brief=brief, act=act)
    (home / "script").write_text(script, encoding="utf-8")
    for path in (home, *home.rglob("*")):
        os.chown(path, user, user)
    for name in ("", "cgroup.procs", "cgroup.subtree_control", "cgroup.threads"):
        os.chown(group / name, user, user)
    kept = {str(Path(path).resolve()) for path in (sys.base_prefix, sys.prefix, ROOT)}
    hidden = [path for path in kept if path.startswith(("/root/", "/home/"))]
    enter = f'echo $$ >{group}/cgroup.procs; exec unshare --mount --cgroup --pid --fork "$@"'
    flags = ("--kill-child", "--mount-proc", "--propagation=private")
    machine = ("sh", "-c", MACHINE, "sh", str(user), str(home), "script", *sorted(hidden))
    subprocess.run(["sh", "-c", enter, "sh", *flags, *machine], check=True, timeout=LONGEST + 60)


def place(home: Path, due: datetime, settings: str = "") -> None:
    """Write a briefing that is due at a moment."""
    (home / "news").mkdir()
    (home / "news" / "ferry.txt").write_text(ARTICLE, encoding="utf-8")
    (home / "brief.toml").write_text(
        f'zone = "{due.tzinfo}"\nat = "{due:%H:%M}"\n[[source]]\nfolder = "news"\n{settings}',
        encoding="utf-8",
    )


def text(home: Path, name: str) -> str:
    return (home / name).read_text(encoding="utf-8")


def test_the_timer_of_a_user_makes_the_page(group: Path, tmp_path: Path) -> None:
    """Of one without privileges, at a time of another zone; removed, nothing of it is left."""
    due = datetime.now(ZoneInfo("Asia/Tokyo")) + timedelta(seconds=75)
    place(tmp_path, due)
    as_user(65534, tmp_path, WAIT, group)
    assert "systemctl" not in text(tmp_path, "installed")
    assert "brief-morning.timer" in text(tmp_path, "timers")
    page = tmp_path / "briefings" / f"{due:%Y-%m-%d}.md"
    assert "nine people of Larn died" in page.read_text(encoding="utf-8")
    assert verify(page).faults == ()
    assert (text(tmp_path, "errors"), "Result=success" in text(tmp_path, "result")) == ("", True)
    assert text(tmp_path, "removed").count(": removed") == 2
    assert "brief-morning" not in text(tmp_path, "left")


def test_the_service_writes_where_it_may_and_nowhere_else(group: Path, tmp_path: Path) -> None:
    """By root's manager, which can confine it on every system, and the run needs no more."""
    tries = "touch /home/me/outside; touch /home/me/briefings/inside"
    place(
        tmp_path,
        datetime.now(ZoneInfo("UTC")) + timedelta(hours=1),
        f'[notices]\nafter = ["/bin/sh", "-c", "{tries}"]\n',
    )
    as_user(0, tmp_path, START, group)
    assert text(tmp_path, "errors") == ""
    assert "Result=success\nExecMainStatus=0" in text(tmp_path, "result")
    assert verify(tmp_path / "briefings" / "latest.md").faults == ()
    assert (tmp_path / "briefings" / "inside").exists()
    assert not (tmp_path / "outside").exists()
