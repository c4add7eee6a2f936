# SPDX-License-Identifier: GPL-2.0-or-later
"""The real Wireshark on a screen of its own, used as a person uses it: read by OCR, worked with mouse and keyboard.

Nothing here sleeps for luck: whatever is waited for is looked for on the screen until a deadline."""
import functools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from support import DROPPED, NOBODY, environment, sandbox

TOOLS = ("wireshark", "Xvfb", "xdotool", "import", "convert", "tesseract")
MISSING = [tool for tool in TOOLS if not shutil.which(tool)]
# Marks of a test that reads windows: .ci/run gives it the machine for itself.
READS_WINDOWS = [pytest.mark.windows,
                 pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")]
PATIENCE = 90    # seconds that anything may take on a busy machine; in practice it is a few
# What OCR misreads at one size, it mostly reads at another. "max": the brightest of red, green and blue makes the red and
# yellow of expert infos as white as paper; "mean" keeps white text on a blue row.
READINGS = ((250, "max"), (300, "mean"), (300, "max"), (200, "mean"))

# No question, no network, and one pane below the other, so that long texts are seen in full.
PREFERENCES = """\
gui.update.enabled: FALSE
gui.ask_unsaved: FALSE
gui.layout_type: 1
gui.qt.font_name: DejaVu Sans Mono,{font},-1,5,50,0,0,0,0,0
"""
RECENT_COMMON = """\
gui.geometry_main_x: 0
gui.geometry_main_y: 0
gui.geometry_main_width: {width}
gui.geometry_main_height: {height}
gui.geometry_main_maximized: FALSE
"""
RECENT = """\
gui.geometry_main_upper_pane: {panes[0]}
gui.geometry_main_lower_pane: {panes[1]}
column.width:
        %m, {columns[0]},
        %t, {columns[1]},
        %s, {columns[2]},
        %d, {columns[3]},
        %p, {columns[4]},
        %L, {columns[5]},
        %i, {columns[6]}
"""
ALIKE = str.maketrans({"i": "l", "1": "l", "o": "0", "5": "s", "8": "b"})  # to OCR


def squash(text):
    """Letters and digits only, and those that look alike made one: what two readings of one text have in common."""
    return "".join(c for c in text.lower() if c.isascii() and c.isalnum()).translate(ALIKE)


class Picture:
    """What stood on the screen: rows of RGB bytes."""

    def __init__(self, png):
        self.png = png
        self._words = {}

    def save(self, path):
        Path(path).write_bytes(self.png)

    def rows(self):
        header, rgb = (subprocess.run(["convert", "png:-", *out], input=self.png, capture_output=True, check=True)
                       .stdout for out in (("-format", "%w", "info:-"), ("-depth", "8", "rgb:-")))
        step = 3 * int(header)
        return [rgb[i:i + step] for i in range(0, len(rgb), step)]

    def lines(self, reading, box=None):
        """Lists of (word, x, y), y downwards. `box`: left, top, right, bottom of what is read."""
        scale, channel = reading
        if (reading, box) not in self._words:
            left, top, right, bottom = box or (0, 0, 0, 0)
            crop = ["-crop", f"{right - left}x{bottom - top}+{left}+{top}", "+repage"] if box else []
            large = subprocess.run(["convert", "png:-", *crop, "-alpha", "off", "-separate", "-evaluate-sequence",
                                    channel, "-filter", "Catrom", "-resize", f"{scale}%", "-depth", "8", "pgm:-"],
                                   input=self.png, capture_output=True, check=True).stdout
            table = subprocess.run(["tesseract", "-", "-", "--psm", "6", "-l", "eng", "tsv"], input=large,
                                   capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"}).stdout
            found = {}
            for row in table.decode(errors="replace").splitlines()[1:]:
                _, page, block, par, line, _, x, y, width, height, _, word = row.split("\t", 11)
                if word.strip():
                    found.setdefault((page, block, par, line), []).append(
                        (word, left + (int(x) + int(width) / 2) * 100 / scale,
                         top + (int(y) + int(height) / 2) * 100 / scale))
            self._words[reading, box] = list(found.values())
        return self._words[reading, box]

    def text(self, reading=READINGS[0]):
        return "\n".join(" ".join(word for word, _, _ in line) for line in self.lines(reading))

    def places(self, wanted, reading, box=None):
        """(x, y) of each place where the text stands: the middle of its first word."""
        wanted, places = squash(wanted), []
        for line in self.lines(reading, box):
            owner = [place for word, *place in line for _ in squash(word)]
            read = "".join(squash(word) for word, _, _ in line)
            at = read.find(wanted)
            if at >= 0:
                places.append(tuple(owner[at]))
        return places


class Gone(AssertionError):
    pass


class Wireshark:
    """Use as a context manager. `keep` is the folder for what was seen when a wait was in vain; `profile`, one to use."""

    def __init__(self, capture, *args, keep, name=None, size=(1400, 1200), font=10, panes=(200, 780), columns=(-1,) * 7,
                 profile=None):
        self.size, self.keep, self.seen = size, Path(keep), None
        self.home = Path(tempfile.mkdtemp(prefix="gui-", dir=sandbox()))
        settings, runtime = self.home / ".config" / "wireshark", self.home / "run"
        settings.mkdir(parents=True)
        runtime.mkdir(mode=0o700)
        shown = {"width": size[0], "height": size[1], "font": font, "panes": panes, "columns": columns}
        for file, text in ("preferences", PREFERENCES), ("recent_common", RECENT_COMMON), ("recent", RECENT):
            (settings / file).write_text(text.format(**shown))
        if profile:
            args = ("-C", profile.name, *args)
            folder = settings / "profiles" / profile.name
            shutil.copytree(profile, folder)
            for file, text in ("preferences", PREFERENCES), ("recent", RECENT.partition("column.width:")[0]):
                with open(folder / file, "a", encoding="utf-8") as own:
                    own.write("\n" + text.format(**shown))
        self.file = self.home / (name or capture.name)
        shutil.copy(capture, self.file)
        for path in (self.home, *self.home.rglob("*")) if NOBODY else ():
            os.chown(path, NOBODY.pw_uid, NOBODY.pw_gid)
        self.env = {**environment(), "HOME": str(self.home), "XDG_RUNTIME_DIR": str(runtime), "QT_QPA_PLATFORM": "xcb",
                    "QT_ACCESSIBILITY": "0"}
        self.args = ["-n", "-r", str(self.file), *args]
        self.server = self.process = None

    def __enter__(self):
        try:
            self.env["DISPLAY"] = self.open_screen()
            with open(self.home / "stderr", "wb") as log:
                self.process = subprocess.Popen(["wireshark", *self.args], env=self.env, cwd=self.home,
                                                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                                start_new_session=True, **DROPPED)
            self.window = self.until(lambda: self.xdotool("search", "--onlyvisible", "--name", self.file.name,
                                                          check=False).split(), "a window").pop()
            self.xdotool("windowfocus", self.window)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)  # and its dumpcap; there is nothing of it to be saved
            except ProcessLookupError:
                pass
            self.process.wait(PATIENCE)
        if self.server:
            self.server.terminate()
            try:
                self.server.wait(10)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait(10)
        shutil.rmtree(self.home, ignore_errors=True)

    def open_screen(self):
        """An X server on a display that it picks itself."""
        reader, writer = os.pipe()
        try:
            self.server = subprocess.Popen(
                ["Xvfb", "-displayfd", str(writer), "-screen", "0", "{}x{}x24".format(*self.size), "-nolisten", "tcp"],
                pass_fds=[writer], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        finally:
            os.close(writer)
        with open(reader) as line:
            number = line.readline().strip()  # end of file if the server ends
        assert number, f"Xvfb ended with {self.server.wait(10)}"
        return f":{number}"

    def run(self, *args, check=True):
        return subprocess.run(args, env=self.env, capture_output=True, check=check, timeout=PATIENCE).stdout

    def xdotool(self, *args, check=True):
        return self.run("xdotool", *map(str, args), check=check).decode()

    def complain(self, wanted):
        said = (self.home / "stderr").read_text(errors="replace")
        if self.seen:
            self.seen.save(self.keep / "screen.png")
            said += f"\n--- on the screen ({self.keep / 'screen.png'}):\n{self.seen.text()}"
        return f"not seen: {wanted}; Wireshark {'ended with' if self.process.poll() else 'says'} {said}"

    def until(self, ask, wanted):
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = ask()
            if answer:
                return answer
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise Gone(self.complain(wanted))
            time.sleep(0.1)

    def cpu_seconds(self):
        """What Wireshark itself has used of the processor."""
        values = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")

    def look(self):
        """The screen once it has come to rest: OCR costs seconds, so each picture is read once."""
        last, deadline = None, time.monotonic() + 3
        while True:
            png = self.run("import", "-window", "root", "-define", "png:exclude-chunks=date,time",
                           "-define", "png:compression-level=1", "png:-")
            if png == last or time.monotonic() > deadline:
                break
            last = png
            time.sleep(0.15)
        if not self.seen or self.seen.png != png:
            self.seen, self.tries = Picture(png), 0
        return self.seen

    def read(self, *wanted, box=None, first=False):
        """Waits until every text stands on the screen, or in the box. The place of the first word of each: its lowest
        occurrence, or the first one."""
        places = {}

        def all_there():
            picture = self.look()
            if self.tries < len(READINGS):  # else it was read in every way: wait for another picture
                reading = READINGS[self.tries]
                self.tries += 1
                if places.get(None) is not picture:
                    places.clear()
                    places[None] = picture
                places.update({text: found[0 if first else -1] for text in wanted
                               if (found := picture.places(text, reading, box))})
            return all(text in places for text in wanted)

        self.tries = 0
        self.until(all_there, wanted)
        return [places[text] for text in wanted]

    def shows(self, text):
        """Whether it stands there now, in any reading. For what should not be there: wait first."""
        picture = self.look()
        return any(picture.places(text, reading) for reading in READINGS[:2])

    def gone(self, text):
        self.until(lambda: not self.shows(text), f"anything but {text}")

    def filter(self, text):
        """As somebody who types it."""
        self.press("ctrl+slash", "ctrl+a")
        self.type(text)
        self.press("Escape", "Return")  # the first closes the list of completions

    def click(self, text, times=1, button=1, box=None, first=False):
        (x, y), = self.read(text, box=box, first=first)
        self.xdotool("mousemove", round(x), round(y), "click", "--repeat", times, "--delay", 60, button)

    def menu(self, *path):
        """Goes from the menu bar to an entry."""
        self.popups(lambda: self.click(path[0], box=(0, 0, self.size[0], 22)), *path[1:])

    def context_menu(self, row, *path):
        """A right click on a row, and to an entry of the menu that it opens."""
        self.popups(lambda: self.click(row, button=3), *path)

    def popups(self, click, *path):
        """A menu is a window of its own, which a click opens."""
        for name in path:
            before = self.dialogs()
            click()
            opened = self.until(lambda: [w for w in self.dialogs() if w not in before], f"a menu with {name}")[-1]
            box = self.geometry(opened)
            click = functools.partial(self.click, name, box=box, first=True)
        click()

    def geometry(self, window):
        """Left, top, right, bottom, as far as it is on the screen."""
        shown = dict(line.split("=") for line in
                     self.xdotool("getwindowgeometry", "--shell", window).split())
        x, y, width, height = (int(shown[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))
        return max(x, 0), max(y, 0), min(x + width, self.size[0]), min(y + height, self.size[1])

    def status(self, *wanted):
        """Waits for texts in the status bar."""
        width, height = self.size
        self.read(*wanted, box=(0, height - 24, width, height))

    def confirm(self):
        """Presses Return in the dialog in front, which without a window manager does not have the keyboard."""
        dialog = self.dialogs()[-1]
        self.xdotool("windowfocus", "--sync", dialog)
        self.press("Return")
        self.until(lambda: dialog not in self.dialogs(), "the dialog gone")
        self.xdotool("windowfocus", self.window)

    def dialogs(self):
        shown = self.xdotool("search", "--onlyvisible", "--class", "wireshark", check=False).split()
        return [window for window in shown if window != self.window]

    def press(self, *keys):
        self.xdotool("key", "--delay", "60", *keys)

    def type(self, text):
        self.xdotool("type", "--delay", "20", text)
