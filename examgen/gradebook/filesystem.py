"""Where a folder lies: on a disk of this machine, or on a share that other machines write to as well."""

from __future__ import annotations

import re
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
NETWORK = re.compile(
    r"nfs\d*|cifs|smb\d?(fs)?|afs|9p|ncpfs|ceph|glusterfs|lustre|beegfs|gpfs|fuse\.(sshfs|rclone|s3fs|gvfsd.*|davfs.*)|davfs\d?|webdav|virtiofs|vboxsf"
)


def is_network(folder: Path) -> str:
    """The kind of network share that a folder lies on; empty where it is a disk, or where the system does not say."""
    try:
        lines = MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
        real = folder.resolve()
    except OSError:
        return ""
    best, kind = -1, ""
    for line in lines:
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        mounted = Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[4]))
        if real.is_relative_to(mounted) and len(mounted.parts) >= best:
            best, kind = len(mounted.parts), after.split(" ")[0]
    return kind if NETWORK.fullmatch(kind) else ""
