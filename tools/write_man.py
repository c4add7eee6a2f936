#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints man/sipdiag.1: commands and options as the driver's parser has them, and around them what it cannot know."""
import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "driver"))
import sipdiag  # noqa: E402
from project import version  # noqa: E402

HEAD = r"""
.\" SPDX-License-Identifier: GPL-2.0-or-later
.\" Written by tools/write_man.py from the driver's parser; CONTRIBUTING.md says how.
.TH SIPDIAG 1 "" "sipdiag {version}" "User Commands"
.SH NAME
sipdiag \- say what went wrong in the SIP transactions of a capture, and why
.SH SYNOPSIS
"""

DESCRIPTION = r"""
.SH DESCRIPTION
.B sipdiag
drives a plugin of Wireshark that pairs every SIP request with its responses and its ACK, whatever the transport, and
names the byte that earned a 400 Bad Request or the ACK that is missing, wrong, lost or late.
It runs
.BR tshark (1)
on captures, without privileges and without anybody's settings, and reports what it finds.
.PP
Called from the sources, it first installs what is missing and builds the plugin.
"""

TAIL = r"""
.SH FILES
X.Y is the version of Wireshark, such as 4.4; X\-Y on macOS.
.TP
.I ~/.local/lib/wireshark/plugins/X.Y/epan/sipdiag.so
the plugin, installed for one user; root does not load it
.TP
.I ~/.config/wireshark/profiles/SIP Diagnosis/
the profile, installed for one user: columns, colours, filter buttons
.TP
.I /usr/share/wireshark/profiles/SIP Diagnosis/
the profile for everybody, beside Wireshark's own; Wireshark copies it when it is chosen first
.SH ENVIRONMENT
.TP
.B XDG_CONFIG_HOME
where Wireshark keeps its settings, in
.IR wireshark/ ;
.I ~/.config
if unset
.TP
.B WIRESHARK_CONFIG_DIR
the folder of Wireshark's settings itself
.TP
.B WIRESHARK_PLUGIN_DIR
stands in for Wireshark's own folder of plugins; root's is ignored.
.B sipdiag triage
and
.B sipdiag gui
set it for the Wireshark that they start
.SH EXAMPLES
.TP
.B sipdiag triage call.pcapng
What went wrong in this capture?
.TP
.B sipdiag triage \-\-format json captures/ | jq \-c 'select(.bad)'
The bad transactions of all captures in a folder, one a line
.TP
.B tshark \-2 \-r call.pcapng \-Y sipdiag.bad
Their messages, by tshark itself, once the plugin is installed
.TP
.B sipdiag gui call.pcapng
The same in Wireshark
.SH SEE ALSO
.BR wireshark (1),
.BR tshark (1),
.BR wireshark\-filter (4)
"""


def escape(text):
    """Text as roff wants it: no backslash, hyphen or leading dot with a meaning of its own."""
    return re.sub(r"(?m)^([.'])", r"\\&\1", text.replace("\\", r"\e").replace("-", r"\-"))


def sentence(text):
    return escape(text[0].upper() + text[1:])


def shown(action):
    """Such as: -o FILE, --output FILE."""
    name = action.metavar or "{" + ",".join(action.choices) + "}" if action.choices else action.metavar
    value = f" \\fI{escape(name)}\\fR" if action.nargs != 0 and name else ""
    return ", ".join(f"\\fB{escape(option)}\\fR{value}" for option in action.option_strings)


def help_of(action):
    values = {**vars(action), "prog": "sipdiag"}
    return escape(action.help % values) if action.help else ""


def usage(name, parser):
    options = parser.format_usage().split(None, 2)[2:]
    words = " ".join(options[0].split()).removeprefix(name).strip() if options else ""
    return f".B sipdiag {escape(name)}\n{escape(words)}\n"


def command(name, parser):
    yield f".SS sipdiag {escape(name)}\n{escape(parser.description)}\n"
    for action in parser._actions:  # argparse has no public way to them
        if action.option_strings and not isinstance(action, argparse._HelpAction):
            yield f".TP\n{shown(action)}\n{help_of(action)}\n"
        elif not action.option_strings and action.help:
            yield f".TP\n.I {escape(action.metavar or action.dest)}\n{help_of(action)}\n"


def statuses(commands):
    yield ".SH EXIT STATUS\n"
    for name, parser in commands.items():
        if parser.epilog:
            paragraph = " ".join(parser.epilog.partition("\n\n")[0].split())
            text = paragraph.removeprefix("exit status: ")
            yield f".TP\n.B sipdiag {escape(name)}\n{sentence(text)}.\n"


def page():
    parser, commands = sipdiag._parser()
    yield HEAD.lstrip().format(version=version())
    yield ".br\n".join(usage(name, sub) for name, sub in commands.items())
    yield DESCRIPTION.lstrip()
    yield ".SH OPTIONS\n"
    for action in parser._actions:
        if action.option_strings:
            yield f".TP\n{shown(action)}\n{help_of(action)}\n"
    yield ".SH COMMANDS\n.B \\-\\-help\nafter any of them explains it.\n"
    for name, sub in commands.items():
        yield from command(name, sub)
    yield from statuses(commands)
    yield TAIL.lstrip()


if __name__ == "__main__":
    text = "".join(page())
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
