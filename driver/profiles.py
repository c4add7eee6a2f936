# SPDX-License-Identifier: GPL-2.0-or-later
"""The Wireshark profile in a user's or Wireshark's own folder: put there, brought up to date, removed, and never at the
expense of what a person has changed in it.

A list of checksums beside its files, as sha256sum writes it, says what they were when we put them there.
"""

import hashlib
import shutil

LIST = ".sipdiag"
# Wireshark writes it by itself: column widths, sizes of panes. Ours is only what a new profile starts from.
RECENT = "recent"
NOT_JUDGED = {LIST, RECENT}


def changes(folder, source):
    """Names of files that are not as we put them there: changed, added or removed. Empty if there is no such folder."""
    if not folder.is_dir():
        return []
    present = {path.name: path for path in folder.iterdir() if path.name not in NOT_JUDGED}
    ours = _listed(folder) if (folder / LIST).is_file() else _checksums(source)
    return sorted(name for name in {*present, *ours}
                  if name not in present or not present[name].is_file() or ours.get(name) != _checksum(present[name]))


def is_current(folder, source):
    """Are its files those of this version?"""
    return folder.is_dir() and not any(
        not (folder / name).is_file() or _checksum(folder / name) != checksum
        for name, checksum in _checksums(source).items())


def put(folder, source):
    """Writes our files, and takes away those that an older version had. The folder's Wireshark may be running."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    checksums = _checksums(source)
    for name in (_listed(folder) if (folder / LIST).is_file() else {}).keys() - checksums.keys():
        (folder / name).unlink(missing_ok=True)
    lines = "".join(f"{checksum}  {name}\n" for name, checksum in checksums.items())
    contents = {path.name: path.read_bytes() for path in _files(source)}
    contents[LIST] = lines.encode()
    if (source / RECENT).is_file() and not (folder / RECENT).exists():
        contents[RECENT] = (source / RECENT).read_bytes()
    for name, data in contents.items():
        temporary = folder / f".{name}.new"
        try:
            temporary.write_bytes(data)
            temporary.chmod(0o644)
            temporary.replace(folder / name)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def set_aside(folder):
    """Gives a changed profile another name, under which Wireshark lists it, too."""
    for number in range(1, 1000):
        kept = folder.with_name(f"{folder.name} (yours{'' if number == 1 else f' {number}'})")
        if not kept.exists():
            folder.rename(kept)
            (kept / LIST).unlink(missing_ok=True)
            return kept
    raise FileExistsError(17, "too many old profiles", str(kept))


def remove(folder):
    if folder.is_symlink():  # somebody keeps his settings elsewhere: what he keeps there stays
        folder.unlink()
    else:
        shutil.rmtree(folder)


def _files(source):
    return sorted(path for path in source.iterdir() if path.is_file() and path.name not in NOT_JUDGED)


def _checksum(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _checksums(source):
    return {path.name: _checksum(path) for path in _files(source)}


def _listed(folder):
    lines = (folder / LIST).read_text(encoding="utf-8", errors="replace").splitlines()
    return {name: checksum for checksum, _, name in (line.partition("  ") for line in lines)}
