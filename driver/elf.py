# SPDX-License-Identifier: GPL-2.0-or-later
"""What an ELF file says of itself: the machine that it is for and the libraries that it needs."""

import struct
from dataclasses import dataclass

MACHINES = {3: "i386", 21: "ppc64", 22: "s390x", 40: "arm", 62: "x86_64", 183: "aarch64", 243: "riscv64",
            258: "loongarch64"}
PT_LOAD, PT_DYNAMIC = 1, 2
DT_NULL, DT_NEEDED, DT_STRTAB = 0, 1, 5


@dataclass
class Elf:
    machine: str
    needed: list

    def wireshark(self):
        """The libwireshark that it is linked to, such as libwireshark.so.16, or None."""
        return next((name for name in self.needed if name.startswith("libwireshark.")), None)


def read(path):
    """None if it is no ELF file, or not a whole one."""
    data = path.read_bytes()
    if data[:4] != b"\x7fELF":
        return None
    try:
        return _parse(data)
    except (struct.error, ValueError, LookupError, StopIteration):
        return None


def _parse(data):
    wide, order = data[4] == 2, {1: "<", 2: ">"}[data[5]]
    machine, = struct.unpack_from(f"{order}H", data, 18)
    headers, = struct.unpack_from(f"{order}Q", data, 32) if wide else struct.unpack_from(f"{order}I", data, 28)
    size, count = struct.unpack_from(f"{order}HH", data, 54 if wide else 42)
    segments = [_segment(data, order, wide, headers + i * size) for i in range(count)]
    _, start, _, length = next(segment for segment in segments if segment[0] == PT_DYNAMIC)

    entry = struct.Struct(f"{order}QQ" if wide else f"{order}II")
    entries = []
    for at in range(start, start + length, entry.size):
        tag, value = entry.unpack_from(data, at)
        if tag == DT_NULL:
            break
        entries.append((tag, value))
    table = dict(entries)[DT_STRTAB]
    strings = next(table - address + offset for kind, offset, address, size in segments
                   if kind == PT_LOAD and address <= table < address + size)
    needed = [data[strings + value:data.index(0, strings + value)].decode("utf-8", "replace")
              for tag, value in entries if tag == DT_NEEDED]
    return Elf(MACHINES.get(machine, f"machine {machine}"), needed)


def _segment(data, order, wide, at):
    """(type, offset in the file, address, size in the file) of a program header."""
    if wide:
        kind, _, offset, address, _, size = struct.unpack_from(f"{order}IIQQQQ", data, at)
    else:
        kind, offset, address, _, size = struct.unpack_from(f"{order}IIIII", data, at)
    return kind, offset, address, size
