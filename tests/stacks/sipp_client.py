# SPDX-License-Identifier: GPL-2.0-or-later
"""SIPp as the client: a case becomes a scenario, which SIPp sends in its own way."""
import re
import subprocess
from xml.sax.saxutils import quoteattr

# One transaction each, without square brackets and folds, which SIPp reads as its own.
CASES = ("uri_angle_brackets", "uri_empty_host", "uri_port_letters", "uri_scheme_unknown", "from_unbalanced_quote",
         "from_missing_bracket", "from_tag_twice", "to_no_uri", "to_tag_twice", "cseq_other_method", "cseq_huge",
         "cseq_word_for_number", "contact_missing_bracket", "contact_semicolons", "contact_q_two", "star_with_expires",
         "contact_too_long", "aor_bad_escape", "expires_word", "expires_empty", "proxy_require_empty",
         "digest_empty_username", "digest_no_nonce", "event_missing_subscribe", "event_unbalanced_quote",
         "body_missing_publish", "body_too_short", "plain_options", "plain_register", "plain_message",
         "compact_register", "empty_lists", "quoted_name", "utf8_name", "tel_in_to", "uri_password",
         "register_star", "contact_two", "digest_algorithm", "no_content_length")

SCENARIO = """<?xml version="1.0" encoding="UTF-8"?>
<scenario name={name}>
  <send><![CDATA[
{text}]]></send>
  <recv response="200" optional="true" next="end"/>
  <recv response="489" optional="true" next="end"/>
  <recv response="400" timeout="1000"/>
  <label id="end"/>
</scenario>
"""


def play(case, here, there, folder):
    """What the case drew, as SIPp has seen it."""
    text = bytes(case.bend(case.good(here, there))).decode()
    call_id = re.search(r"(?m)^(?:Call-ID|i): (.*?)\r", text)[1]
    scenario, log = folder / f"{case.name}.xml", folder / f"{case.name}.log"
    scenario.write_text(SCENARIO.format(name=quoteattr(case.name), text=text.replace("\r", "")))
    subprocess.run(["sipp", "-sf", scenario, "-m", "1", "-i", here.ip, "-p", str(here.port), "-cid_str", call_id,
                    "-nostdin", "-nr", "-timeout", "3", "-trace_msg", "-message_file", log, "-skip_rlimit", str(there)],
                   cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    seen = re.findall(r"(?m)^SIP/2\.0 ([2-6].*?)\r?$", log.read_text(errors="replace") if log.exists() else "")
    return seen[-1] if seen else ""
