# SPDX-License-Identifier: GPL-2.0-or-later
"""triage from its command line: what it reads, what it chooses, where it writes, and how it ends."""
import gzip
import json
import os
import pty
import resource
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from support import DRIVER, PCAPS, ROOT, capture, sandbox

FORMS = ["text", "json", "csv", "junit", "markdown", "html"]
MISMATCH, CALL, MISSING = (capture(name) for name in ("400_cseq_method_mismatch", "call_udp", "ack_missing_bye"))


def run(*args, given=subprocess.DEVNULL, **options):
    """File names as bytes, or not, and standard input as it comes."""
    options = {"capture_output": True, "timeout": 120, **options}
    feed = {"input": given} if isinstance(given, bytes) else {"stdin": given}
    return subprocess.run([str(DRIVER), "triage", *args], check=False, **feed, **options)


def records(*args, status=None, **options):
    """The records that triage prints."""
    done = run("--format", "json", *map(str, args), **options)
    assert b"Traceback" not in done.stderr, done.stderr
    assert status is None or done.returncode == status, done
    return [json.loads(line) for line in done.stdout.splitlines()]


def without_file(rows):
    return [{name: value for name, value in row.items() if name != "file"} for row in rows]


# What it reads.

@pytest.mark.parametrize("pattern, found", [
    ("*.pcap", ["a.pcap", "b.pcap"]),
    ("**/*.pcap", ["a.pcap", "b.pcap", "below/c.pcap"]),
    ("[ab].pcap", ["a.pcap", "b.pcap"]),
    ("bel?w", ["below/c.pcap"]),
])
def test_patterns_that_the_shell_left_alone(tmp_path, pattern, found):
    (tmp_path / "below").mkdir()
    for name in ("a.pcap", "b.pcap", "below/c.pcap"):
        shutil.copy(MISMATCH, tmp_path / name)
    assert [row["file"] for row in records(pattern, cwd=tmp_path, status=1)] == found


def test_a_name_is_a_pattern_only_where_nothing_has_it(tmp_path):
    for name in ("call[1].pcap", "call1.pcap"):
        shutil.copy(MISMATCH, tmp_path / name)
    assert [row["file"] for row in records("call[1].pcap", cwd=tmp_path)] == ["call[1].pcap"]


def test_a_capture_is_read_once_however_often_it_is_named(tmp_path):
    shutil.copy(MISMATCH, tmp_path / "a.pcap")
    (tmp_path / "linked.pcap").symlink_to("a.pcap")
    os.link(tmp_path / "a.pcap", tmp_path / "hard.pcap")
    rows = records("a.pcap", "./a.pcap", ".", "linked.pcap", "*.pcap", cwd=tmp_path)
    assert [row["file"] for row in rows] == ["a.pcap"]


def test_folder_with_loops_pipes_and_broken_links(tmp_path):
    shutil.copy(MISMATCH, tmp_path / "a.pcap")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "gone.pcap").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.pcap")
    done = run("--format", "json", str(tmp_path))
    assert done.returncode == 2 and b"gone.pcap: no such file" in done.stderr
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == [f"{tmp_path}/a.pcap"]


@pytest.mark.parametrize("suffix, pack", [
    ("gz", gzip.compress),
    ("zst", lambda data: subprocess.run(["zstd", "-q"], input=data, capture_output=True, check=True).stdout),
    ("lz4", lambda data: subprocess.run(["lz4", "-q"], input=data, capture_output=True, check=True).stdout),
])
def test_compressed_captures(tmp_path, suffix, pack):
    packed = tmp_path / f"a.pcap.{suffix}"
    packed.write_bytes(pack(MISMATCH.read_bytes()))
    assert without_file(records(tmp_path)) == without_file(records(MISMATCH))
    assert without_file(records("-", given=packed.read_bytes())) == without_file(records(MISMATCH))


@pytest.mark.parametrize("start, kind", [(b"\xfd7zXZ\0", "xz"), (b"BZh91AY", "bzip2"), (b"PK\3\4", "zip")])
def test_what_tshark_cannot_unpack_is_named(tmp_path, start, kind):
    (tmp_path / "a.pcap").write_bytes(start + bytes(range(256)))
    done = run(str(tmp_path))
    assert done.returncode == 2 and f"compressed with {kind}".encode() in done.stderr


def test_standard_input_as_pipe_and_as_file():
    expected = without_file(records(MISMATCH))
    piped = records("-", given=MISMATCH.read_bytes(), status=1)
    assert [row["file"] for row in piped] == ["-"] and without_file(piped) == expected
    with open(MISMATCH, "rb") as file:
        assert without_file(records("-", given=file)) == expected


def test_standard_input_with_nothing_on_it():
    for given in (b"", subprocess.DEVNULL):
        done = run("-", given=given)
        assert done.returncode == 2 and done.stderr.startswith(b"sipdiag: -: ") and b"Traceback" not in done.stderr
    closed = subprocess.run(["sh", "-c", f"'{DRIVER}' triage - <&-"], capture_output=True, timeout=60, check=False)
    assert closed.returncode == 2 and b"Traceback" not in closed.stderr


def test_named_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    threading.Thread(target=lambda: pipe.write_bytes(MISMATCH.read_bytes()), daemon=True).start()
    assert without_file(records(pipe)) == without_file(records(MISMATCH))


NAMES = [b"two\nlines.pcap", b"-d.pcap", b"a b.pcap", b"\xff\xfe.pcap", b"\x1b[31mred.pcap", b"=1+1.pcap", b"<b>&.pcap"]


@pytest.mark.parametrize("form", FORMS)
def test_any_name_of_a_capture(tmp_path, form):
    for name in NAMES:
        shutil.copy(MISMATCH, os.path.join(os.fsencode(tmp_path), name))
    (tmp_path / "empty\n\x1b[2J.pcap").write_bytes(b"")
    done = run("--format", form, "--", *NAMES, "empty\n\x1b[2J.pcap", cwd=tmp_path)
    assert done.returncode == 2
    said = done.stdout.decode()
    assert "\x1b" not in said and "\x1b" not in done.stderr.decode() and len(done.stderr.splitlines()) == 1
    assert said.count("CSeq says INVITE") >= len(NAMES)
    assert len(said.splitlines()) == len(NAMES) if form == "json" else True


# --merge

def rotated(tmp_path, source=MISSING, packets=4):
    folder = tmp_path / "ring"
    folder.mkdir()
    subprocess.run(["editcap", "-c", str(packets), str(source), str(folder / "r.pcapng")], check=True)
    return sorted(folder.iterdir())


def test_merge_of_rotated_files_is_the_whole(tmp_path):
    files = rotated(tmp_path)
    rows = records("--merge", *reversed(files), status=1)
    assert without_file(rows) == without_file(records(MISSING))
    assert {row["file"] for row in rows} == {f"{files[-1]} + {len(files) - 1} more"}
    assert [row["verdict"] for row in records(*files)] != [row["verdict"] for row in rows]


def test_merge_counts_frames_as_mergecap_does(tmp_path):
    files = [CALL, MISSING, MISMATCH]
    subprocess.run(["mergecap", "-w", str(tmp_path / "merged.pcapng"), *map(str, files)], check=True)
    assert without_file(records("--merge", *files)) == without_file(records(tmp_path / "merged.pcapng"))


def test_merge_goes_on_behind_a_file_that_is_cut_short(tmp_path):
    files = rotated(tmp_path)
    whole = files[1].read_bytes()
    files[1].write_bytes(whole[:-70])
    done = run("--merge", "--format", "json", *map(str, files))
    assert done.returncode == 2
    assert done.stderr.decode() == (f"sipdiag: {files[1]}: cut short in the middle of a packet; what could be read is "
                                    "reported\n")
    assert [json.loads(line)["verdict"] for line in done.stdout.splitlines()] == ["missing_ack", "ok"]


def test_merge_with_files_that_are_none(tmp_path):
    for name, content in (("empty.pcap", b""), ("text.pcap", b"To whom it may concern.\n" * 20)):
        (tmp_path / name).write_bytes(content)
    done = run("--merge", "--format", "json", str(MISMATCH), str(tmp_path), str(tmp_path / "none.pcap"))
    told = done.stderr.decode()
    assert done.returncode == 2 and [json.loads(line)["verdict"] for line in done.stdout.splitlines()] == ["failed"]
    assert "empty.pcap: empty file" in told and "text.pcap: not a capture file" in told and "none.pcap: no such" in told
    for names in (["empty.pcap", "text.pcap"], ["empty.pcap"]):
        done = run("--merge", *names, cwd=tmp_path)
        assert done.returncode == 2 and b"Traceback" not in done.stderr and len(done.stderr.splitlines()) == len(names)


def test_merge_of_one_file_is_that_file():
    assert records("--merge", MISMATCH) == records(MISMATCH)


def test_merge_with_standard_input(tmp_path):
    files = rotated(tmp_path, packets=8)
    assert len(files) == 2
    rows = records("--merge", files[1], "-", given=files[0].read_bytes())
    assert without_file(rows) == without_file(records(MISSING))


def test_merge_of_different_link_types_and_resolutions(tmp_path):
    """Raw IP beside Ethernet, nanoseconds beside microseconds; the messages of a call are in both."""
    frames = MISSING.read_bytes()
    raw = bytearray(frames[:20] + (101).to_bytes(4, sys.byteorder))
    raw[:4] = (0xA1B23C4D).to_bytes(4, sys.byteorder)
    at = 24
    while at < len(frames):
        seconds, micros, length = (int.from_bytes(frames[at + i:at + i + 4], sys.byteorder) for i in (0, 4, 8))
        raw += b"".join(n.to_bytes(4, sys.byteorder) for n in (seconds, micros * 1000, length - 14, length - 14))
        raw += frames[at + 16 + 14:at + 16 + length]
        at += 16 + length
    (tmp_path / "raw.pcap").write_bytes(raw)
    assert without_file(records(tmp_path / "raw.pcap")) == without_file(records(MISSING))
    for name, source, part in (("1.pcap", MISSING, "1-3"), ("2.pcapng", tmp_path / "raw.pcap", "4-16")):
        subprocess.run(["editcap", "-r", str(source), str(tmp_path / name), part], check=True)
    rows = records("--merge", tmp_path / "1.pcap", tmp_path / "2.pcapng")
    assert without_file(rows) == without_file(records(MISSING))


def test_merge_keeps_the_keys_that_a_capture_holds(tmp_path):
    keyed = tmp_path / "keyed.pcapng"
    subprocess.run(["editcap", "--inject-secrets", f"tls,{PCAPS / 'tls.keylog'}", str(PCAPS / "tls.pcap"), str(keyed)],
                   check=True)
    alone = records(keyed)
    assert len(alone) > 0
    assert len(records("--merge", keyed, MISMATCH)) == len(alone) + 1


def test_merge_of_more_files_than_may_be_open(tmp_path):
    """The limit is raised where it can be; else the message says what to do."""
    files = rotated(tmp_path, packets=1)[:12]

    def limit(hard):
        return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))

    rows = records("--merge", *files, preexec_fn=limit(resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    assert rows[0]["method"] == "INVITE"
    done = run("--merge", *map(str, files), preexec_fn=limit(64))
    assert done.returncode == 2 and b"--merge takes" in done.stderr and b"Traceback" not in done.stderr


# Which transactions.

@pytest.mark.parametrize("args, count", [
    ([], 188),
    (["--since", "2026-01-31"], 188),
    (["--since", "2026-01-31T10:09:52Z"], 118),
    (["--since", "2026-01-31T11:09:52.000000+01:00"], 118),
    (["--since", "2026-01-31 10:09"], 124),
    (["--since", "2099-01-01"], 0),
    (["--since", "9999-12-31"], 0),
    (["--since", "0001-01-01"], 188),
    (["--filter", "sip.Method == INVITE"], None),
    (["--filter", "sip.Method == BYE || sip.Method == INVITE", "--since", "2099-01-01"], 0),
    (["--filter", "frame.number in {1, 2}"], 1),
])
def test_choice(args, count):
    """Transactions of which a message passes; with both, in one message."""
    rows = records(*args, capture("office"))
    expected = [row for row in records(capture("office")) if row["method"] == "INVITE"] if count is None else None
    if expected:
        assert without_file(rows) == without_file(expected)
    else:
        assert len(rows) == count


def test_what_a_filter_leaves_out_counts_for_the_verdict():
    rows = records("--filter", "frame.number == 1", MISSING)
    assert without_file(rows) == without_file(records(MISSING))[:1]


FAIL_ON = [
    ("bad", 1, 1, 0), ("none", 0, 0, 0), ("failed", 1, 0, 0), ("missing_ack", 0, 1, 0), ("bad_ack", 0, 0, 0),
    ("no_response,missing_ack", 0, 1, 0), ("failed,missing_ack,bad_ack,no_response", 1, 1, 0),
]


@pytest.mark.parametrize("form", ["json", "text", "csv"])
@pytest.mark.parametrize("fail_on, mismatch, missing, call", FAIL_ON)
def test_fail_on(form, fail_on, mismatch, missing, call):
    if form != "json" and fail_on not in ("bad", "none", "missing_ack"):
        pytest.skip("the forms differ in how verdicts are counted, not in what counts")
    for path, status in ((MISMATCH, mismatch), (MISSING, missing), (CALL, call)):
        assert run("--format", form, "--fail-on", fail_on, str(path)).returncode == status, path


# Side by side.

@pytest.mark.parametrize("form", FORMS)
def test_many_captures_side_by_side_as_one_by_one(form):
    paths = sorted(PCAPS.glob("ack_*.pcap"))[:5]
    one, many = (run("--format", form, "--jobs", jobs, *map(str, paths)) for jobs in ("1", "7"))
    assert one.returncode == many.returncode == 1
    assert one.stdout == many.stdout and one.stderr == many.stderr == b""


# Where it writes, and how it ends.

def hang_up():
    """As in a terminal, where the tests are run under nohup, too."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def start(*args, **options):
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen([str(DRIVER), "triage", *map(str, args)], start_new_session=True, preexec_fn=hang_up,
                            **options)


def children_of(pid):
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return [row[2] for row in rows if int(row[1]) == pid]


def wait_for(condition, seconds=20):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_no_half_report_and_nobody_behind(tmp_path, number):
    """One capture is read, the other never ends."""
    pipe, report = tmp_path / "pipe", tmp_path / "out" / "report.json"
    report.parent.mkdir()
    report.write_text("the report of yesterday\n")
    os.mkfifo(pipe)
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    tmp_path.chmod(0o755)
    process = start("--format", "json", "-o", report, MISMATCH, pipe, CALL, env=environment)
    with open(pipe, "wb") as writer:
        writer.write(MISMATCH.read_bytes()[:100])
        writer.flush()
        wait_for(lambda: any("tshark" in words for words in children_of(process.pid)))
        process.send_signal(number)
        said = process.communicate(timeout=20)
    assert process.returncode == -number and said == (b"", b"")
    assert report.read_text() == "the report of yesterday\n" and os.listdir(report.parent) == ["report.json"]
    assert not list(tmp_path.glob("sipdiag-*"))


def test_a_pipe_that_nobody_writes_to_can_be_left(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    process = start(tmp_path / "pipe")
    waits = {"wait_for_partner", "fifo_open"}  # where Linux has a thread sleep in open()
    wait_for(lambda: waits & {file.read_text() for file in Path("/proc").glob(f"{process.pid}/task/*/wchan")})
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == -signal.SIGINT


def test_ctrl_c_ends_a_live_capture_with_a_report(tmp_path):
    """The terminal tells both sides of the pipe; what the capturing side still sends is in the report."""
    process = start("--format", "json", "-", stdin=subprocess.PIPE)
    whole = MISSING.read_bytes()
    process.stdin.write(whole[:-300])
    process.stdin.flush()
    wait_for(lambda: any("tshark" in words for words in children_of(process.pid)))
    os.killpg(process.pid, signal.SIGINT)
    time.sleep(0.5)
    assert process.poll() is None
    said, complaints = process.communicate(whole[-300:], timeout=30)
    assert process.returncode == 1 and b"waiting for the end" in complaints
    assert without_file(map(json.loads, said.splitlines())) == without_file(records(MISSING))


def test_a_second_ctrl_c_gives_up(tmp_path):
    process = start("-o", tmp_path / "report", "-", stdin=subprocess.PIPE)
    process.stdin.write(MISSING.read_bytes()[:600])
    process.stdin.flush()
    wait_for(lambda: any("tshark" in words for words in children_of(process.pid)))
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.4)
    assert process.wait(timeout=20) == -signal.SIGINT and not os.listdir(tmp_path)


@pytest.mark.parametrize("form", FORMS)
def test_a_reader_that_has_seen_enough(form):
    """As `| head -1` does."""
    process = start("--format", form, MISSING, CALL)
    process.stdout.close()
    complaints = process.stderr.read()
    assert process.wait(timeout=60) == -signal.SIGPIPE and complaints == b""


FILL = """
import sys
sys.path.insert(0, sys.argv[1])
from output import open_output
from project import Failure
try:
    with open_output(sys.argv[2]) as stream:
        stream.write(bytes(1 << 20))
except Failure as failure:
    print(failure.status, failure)
"""


def small_disk():
    """A limit on the size of files stands in for it."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))


def test_a_full_disk_is_a_message(tmp_path):
    report = tmp_path / "report"
    report.write_text("the report of yesterday\n")
    done = subprocess.run([sys.executable, "-c", FILL, str(ROOT / "driver"), str(report)], preexec_fn=small_disk,
                          capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (f"2 --output {report}: file too large\n", "")
    assert report.read_text() == "the report of yesterday\n" and os.listdir(tmp_path) == ["report"]
    with open("/dev/full", "wb") as full:
        done = run(str(MISMATCH), capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2 and done.stderr == b"sipdiag: standard output: no space left on device\n"


def test_a_full_temporary_folder_is_a_message(tmp_path):
    done = run("-o", str(tmp_path / "report"), str(MISMATCH), preexec_fn=small_disk)
    assert done.returncode == 3 and done.stderr.startswith(b"sipdiag: the temporary folder ")
    assert len(done.stderr.splitlines()) == 1 and not os.listdir(tmp_path)


@pytest.mark.parametrize("form", FORMS)
def test_output_file_is_what_standard_output_would_be(tmp_path, form):
    paths = [str(path) for path in (MISMATCH, CALL, MISSING)]
    printed = run("--format", form, *paths)
    (tmp_path / "link").symlink_to("report")
    written = run("--format", form, "-o", str(tmp_path / "link"), *paths)
    assert (written.returncode, written.stdout, written.stderr) == (1, b"", b"")
    assert (tmp_path / "report").read_bytes() == printed.stdout and (tmp_path / "link").is_symlink()
    piped = run("--format", form, "-o", "/dev/stdout", *paths)
    assert piped.stdout == printed.stdout


def test_closed_streams():
    """Nothing that is opened later may get the number of a stream that the caller closed."""
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        done = subprocess.run(["sh", "-c", f"'{DRIVER}' triage '{MISMATCH}' '{PCAPS}/none' {closed}"], capture_output=True,
                              timeout=60, check=False)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr and b"sipdiag: /" not in done.stdout


# On a terminal.

def on_terminal(*args, streams, env=None):
    """What a terminal shows, raw."""
    ours, theirs = pty.openpty()
    options = {name: theirs if name in streams else subprocess.DEVNULL for name in ("stdout", "stderr")}
    process = subprocess.Popen([*map(str, args)], stdin=subprocess.DEVNULL, env={**os.environ, **(env or {})},
                               **options)
    os.close(theirs)
    shown = b""
    while True:
        ready, _, _ = select.select([ours], [], [], 60)
        try:
            got = os.read(ours, 65536) if ready else b""
        except OSError:  # the other side is closed
            got = b""
        if not got:
            break
        shown += got
    os.close(ours)
    process.wait(timeout=20)
    return shown.decode()


SLOW = f"""#!{sys.executable}
import os, sys, time
if sys.argv[1:4] == ["-n", "-q", "-r"]:
    os.lseek(0, os.fstat(0).st_size // 2, os.SEEK_SET)
    time.sleep(2.5)
    os.lseek(0, 0, os.SEEK_SET)
os.execv({shutil.which("tshark")!r}, ["tshark", *sys.argv[1:]])
"""


@pytest.fixture
def slow():
    """The driver's call with a tshark that takes its time in the middle of a capture."""
    program = sandbox() / "slow" / "tshark"
    program.parent.mkdir(exist_ok=True)
    program.write_text(SLOW)
    program.chmod(0o755)
    program.parent.chmod(0o755)
    assert run(str(CALL)).returncode == 0  # the front has built what is to be built
    environment = {"PATH": f"{program.parent}:{os.environ['PATH']}", "SIPDIAG_ROOT": str(ROOT),
                   "SIPDIAG_BUILD": str(ROOT / "build"), "NO_COLOR": "1"}
    return ["/usr/bin/python3", "-B", ROOT / "driver" / "sipdiag.py", "triage"], environment


def test_progress_of_a_big_capture(slow):
    command, environment = slow
    shown = on_terminal(*command, MISMATCH, streams=["stderr"], env=environment)
    percent = 100 * (MISMATCH.stat().st_size // 2) // MISMATCH.stat().st_size
    assert f"\r\033[Ksipdiag: {percent} % read" in shown
    assert shown.endswith("\r\033[K")


def test_progress_of_many_captures(slow):
    command, environment = slow
    shown = on_terminal(*command, "--jobs", "2", MISMATCH, CALL, MISSING, streams=["stdout", "stderr"], env=environment)
    assert "sipdiag: 0 of 3 captures, " in shown and "sipdiag: 2 of 3 captures, " in shown
    rest = shown.split("\r\033[K")
    assert "\r\nfile " in rest[-1]
    assert all(piece.startswith("sipdiag: ") or "\n" in piece or not piece for piece in rest)


def test_no_progress_but_on_a_terminal(slow):
    command, environment = slow
    done = subprocess.run([*map(str, command), str(MISMATCH)], env={**os.environ, **environment}, capture_output=True,
                          timeout=60, check=False)
    assert done.stderr == b"" and done.returncode == 1


def test_colours_on_a_terminal_only():
    command = [DRIVER, "triage", MISMATCH]
    plain = run(str(MISMATCH)).stdout.decode()
    assert "\033" not in plain
    shown = on_terminal(*command, streams=["stdout"], env={"TERM": "xterm", "NO_COLOR": ""})
    assert "\033[1;31m#1 OPTIONS" in shown
    for env in ({"NO_COLOR": "1", "TERM": "xterm"}, {"NO_COLOR": "", "TERM": "dumb"}):
        assert on_terminal(*command, streams=["stdout"], env=env).replace("\r\n", "\n") == plain
