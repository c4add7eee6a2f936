# SPDX-License-Identifier: GPL-2.0-or-later
"""NDJSON: the plugin's records, each with the name of its capture."""

import json

from output import shown


class Json:
    form = "json"

    def __init__(self, stream):
        self._stream = stream

    def add(self, path, records, _problem):
        for record in records:
            record = {"schema": record.pop("schema"), "file": path, **record}
            line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
            self._stream.write(f"{shown(line)}\n".encode())

    def finish(self):
        pass
