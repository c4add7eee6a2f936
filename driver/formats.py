# SPDX-License-Identifier: GPL-2.0-or-later
"""The formats of a report, by the names that --format knows.

A format is a class in a file of its own, report_<name>.py, with

    form                            what the plugin is asked for: text, json or csv (forms.py)
    __init__(stream)                a binary stream, to which nothing is written but the report
    add(path, records, problem)     one capture: its name, an iterator over what forms.py reads from the plugin's report
                                    (dicts of the NDJSON for form json), and None or what was wrong with the file, in a
                                    few words. Called in the order of the report, once a capture, also where nothing
                                    could be read
    finish()                        no capture follows

and, set before the first capture, `fail_on`: what --fail-on counts (forms.record_fails), for a format that shows it.

Names of captures may hold any bytes (os.fsdecode), what comes from the wire any characters: a format quotes what its
readers would take for more than text. The exit status is no concern of a format.
"""

# name: module and class, imported when asked for: starting up must cost next to nothing.
FORMATS = {
    "text": ("report_text", "Text"),
    "json": ("report_json", "Json"),
    "csv": ("report_csv", "Csv"),
    "junit": ("report_junit", "JUnit"),
    "markdown": ("report_markdown", "Markdown"),
    "html": ("report_html", "Html"),
}


def find_format(name):
    """The class of a format."""
    module, title = FORMATS[name]
    return getattr(__import__(module), title)
