"""A PostgreSQL server for the tests, in a folder of its own. Needs nothing but Python and Debian's package.

python postgresql.py start       prints the URL of a server that runs until it is stopped
python postgresql.py stop URL    stops it and removes its folder
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


class UnavailableError(Exception):
    """No server can be started here, and why."""


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    folder: Path
    port: int = 5432

    @property
    def url(self) -> str:
        """Where it is reached: a socket in its folder, which no other server has, so that one port serves all."""
        return f"postgresql://exam@/postgres?host={self.folder}&port={self.port}"

    @classmethod
    def start(cls) -> Server:
        """Start one.

        Raises:
            UnavailableError: PostgreSQL is not installed, or does not start.
        """
        tools, user = _tools(), _user()
        folder = Path(tempfile.mkdtemp(prefix="examgen-postgresql-", dir="/tmp"))  # a socket's path must be short
        if user:
            shutil.chown(folder, "postgres")
        server = cls(folder)
        settings = f"-p {server.port} -c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        steps = (
            [tools / "initdb", "-D", folder / "data", "-A", "trust", "-U", "exam", "-E", "UTF8", "--no-sync"],
            [tools / "pg_ctl", "-D", folder / "data", "-o", settings, "-l", folder / "log", "-w", "-t", "120", "start"],
        )
        try:
            for step in steps:
                # no pipe: the server inherits it, and whoever reads it would wait for the server
                with (folder / "said").open("ab") as said:
                    subprocess.run([*user, *map(str, step)], check=True, stdout=said, stderr=said, cwd=folder)
        except (subprocess.CalledProcessError, OSError) as error:
            told = (folder / "said").read_text("utf-8", "replace")[-300:]
            server.stop()
            raise UnavailableError(f"PostgreSQL cannot be started here: {told or error}") from None
        return server

    def stop(self) -> None:
        """Stop it and remove all that it kept."""
        command = [*_user(), str(_tools() / "pg_ctl"), "-D", str(self.folder / "data"), "-m", "immediate", "stop"]
        subprocess.run(command, capture_output=True, check=False, cwd="/")
        shutil.rmtree(self.folder, ignore_errors=True)


def _tools() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    path = str(found[-1]) if found else shutil.which("initdb")
    if path is None:
        raise UnavailableError("PostgreSQL is not installed (Debian: apt install postgresql)")
    return Path(path).resolve().parent


def _user() -> list[str]:
    """How to run a command as somebody whom the server runs for: it refuses root."""
    if os.geteuid() != 0:
        return []
    known = subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode == 0
    if shutil.which("runuser") is None or not known:
        raise UnavailableError("PostgreSQL does not run as root, and there is no user postgres")
    return ["runuser", "-u", "postgres", "--"]


def main(what: str, url: str = "") -> int:
    """Start a server, or stop the one at a URL."""
    if what == "stop":
        Server(Path(parse_qs(urlsplit(url).query)["host"][0])).stop()
        return 0
    try:
        print(Server.start().url)
    except UnavailableError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
