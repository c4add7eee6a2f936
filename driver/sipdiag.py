# SPDX-License-Identifier: GPL-2.0-or-later
"""The driver's command line. Standard library only; ../sipdiag has done the set-up before this starts."""

import argparse
import os
import signal
import sys

from project import INSTALLED, NO_SETUP, PROFILE_NAME, Failure, version
from triage_options import add_triage

SETUP_STATUS = "exit status: 0 done, 2 the call is wrong, 3 it could not be done"
GUI_STATUS = "exit status: that of Wireshark; 2 the call is wrong, 3 set-up failed"
DOCTOR_STATUS = "exit status: 0 the plugin shows up, 2 the call is wrong, 3 something is in its way"


class Ended(BaseException):
    """A signal asks us to end."""


def main(words):
    _complete_streams()
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:  # as under nohup
            signal.signal(number, _end)
    try:
        return _dispatch(words)
    except Failure as failure:
        print(f"sipdiag: {failure}", file=sys.stderr)
        return failure.status
    except KeyboardInterrupt:
        _die_of(signal.SIGINT)
    except Ended as ended:
        _die_of(ended.args[0])
    except BrokenPipeError:  # whoever read our output has seen enough
        _die_of(signal.SIGPIPE)


def _end(number, _frame):
    raise Ended(number)


def _die_of(number):
    """By the signal itself: whoever called us sees that it was one, and nothing that still runs here is waited for."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _complete_streams():
    """A stream that the caller closed is one to nowhere: the next file that we open must not take its number."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", closefd=False))


def _dispatch(words):
    parser, commands = _parser()
    # All words after `test` are pytest's.
    if words[:1] == ["test"] and not {"-h", "--help"} & set(words):
        if INSTALLED:
            raise Failure(NO_SETUP, "the tests come with the sources, not with what is installed")
        import testing

        return testing.run(words[1:])
    arguments = parser.parse_args(words)
    if arguments.command == "help":
        (commands.get(arguments.about) or parser).print_help()
        return 0
    if arguments.command is None:
        parser.print_help(sys.stderr)
        return 2
    return arguments.run(arguments)


def _parser():
    parser = argparse.ArgumentParser(
        prog="sipdiag",
        description="Says what went wrong in the SIP transactions of a capture, and why."
        + ("" if INSTALLED else " The first call installs what is missing and builds the plugin."),
    )
    parser.add_argument("--version", action="version", version=f"sipdiag {version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    add_triage(commands).set_defaults(run=_lazy("triage", "run"))

    test = commands.add_parser(
        "test", help="build and run all tests",
        description="Builds with and without sanitizers and runs the unit tests and pytest. Arguments go to pytest; where "
        "they choose among its tests, the unit tests are left out.",
    )
    test.add_argument("arguments", metavar="PYTEST ARGUMENT", nargs="*", help="such as -k cancel, or tests/test_x.py")

    for name, does, force in (
        ("install", "put the plugin and the profile where Wireshark looks by itself",
         "replace a profile that you have changed; yours is kept under another name"),
        ("uninstall", "remove the plugin and the profile from where Wireshark looks by itself",
         "remove the profile even if you have changed it"),
    ):
        command = commands.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}, and the man page.",
                                      epilog=SETUP_STATUS)
        whom = command.add_mutually_exclusive_group()
        whom.add_argument("--user", dest="system", action="store_false", default=None, help="for this user")
        whom.add_argument("--system", dest="system", action="store_true", default=None,
                          help="for everybody (default for root)")
        command.add_argument("--force", action="store_true", help=force)
        command.set_defaults(run=_lazy("install", name))

    gui = commands.add_parser("gui", help="open a capture in Wireshark", epilog=GUI_STATUS,
                              description="Opens a capture in Wireshark with the plugin.")
    gui.add_argument("-C", "--profile", metavar="NAME",
                     help=f"Wireshark's profile to use (default: {PROFILE_NAME} where it is installed)")
    gui.add_argument("capture", metavar="FILE")
    gui.set_defaults(run=_lazy("gui", "run"))

    doctor = commands.add_parser("doctor", help="say why the plugin does not show up", epilog=DOCTOR_STATUS,
                                 description="Checks Wireshark, the build and the installation; changes nothing.")
    doctor.set_defaults(run=_lazy("doctor", "run"))

    about = commands.add_parser("help", help="explain a command", description="Prints the help of a command.")
    about.add_argument("about", metavar="COMMAND", nargs="?", choices=list(commands.choices))
    return parser, commands.choices


def _lazy(module, function):
    """A command's function, imported when it is called: starting up must cost next to nothing."""
    return lambda arguments: getattr(__import__(module), function)(arguments)


def _positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


if __name__ == "__main__":
    if sys.version_info < (3, 9):
        print("sipdiag: Python 3.9 or newer is needed", file=sys.stderr)
        sys.exit(NO_SETUP)
    sys.exit(main(sys.argv[1:]))
