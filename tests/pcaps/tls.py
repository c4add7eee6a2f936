# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes tls.pcap and tls.keylog anew: a call between two TLS engines in memory, its bytes laid into TCP segments.
Keys are fresh at each run, so the two files are kept, and make.py leaves them alone."""
import ssl
import subprocess
import tempfile
from pathlib import Path

from scene import Scene, call, hang_up
from sip import ALICE, BOB, Dialog

HERE = Path(__file__).parent


def engines(keylog):
    with tempfile.TemporaryDirectory() as folder:
        cert, key = f"{folder}/cert.pem", f"{folder}/key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-subj", "/CN=bob.example.net", "-days", "3650", "-keyout", key, "-out", cert],
                       check=True, capture_output=True)
        callee = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        callee.load_cert_chain(cert, key)
    caller = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    caller.check_hostname, caller.verify_mode = False, ssl.CERT_NONE
    caller.keylog_filename = keylog
    made = []
    for context, server in ((caller, False), (callee, True)):
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        made.append((context.wrap_bio(incoming, outgoing, server_side=server), incoming, outgoing))
    return made


def main():
    keylog = HERE / "tls.keylog"
    keylog.unlink(missing_ok=True)
    c = Scene()
    client, server = ALICE.at(50001), BOB.at(5061)
    c.connect(-0.1, client, server)
    ends = dict(zip((client, server), engines(str(keylog))))

    def flush(t, src, dst):
        data = ends[src][2].read()
        if data:
            c.segment(t, src, dst, data)
            ends[dst][1].write(data)

    for step in range(4):
        for src, dst in ((client, server), (server, client)):
            try:
                ends[src][0].do_handshake()
            except ssl.SSLWantReadError:
                pass
            flush(-0.09 + step / 100, src, dst)

    def send(t, msg):
        ends[msg.src][0].write(bytes(msg))
        flush(t, msg.src, msg.dst)
        assert ends[msg.dst][0].read(65536) == bytes(msg)
    c.send = send
    d = Dialog(caller=client, callee=server, transport="TLS")
    call(c, d)
    hang_up(c, d, 10)
    (HERE / "tls.pcap").write_bytes(bytes(c))


if __name__ == "__main__":
    main()
