# SPDX-License-Identifier: GPL-2.0-or-later
# A Jami daemon with one SIP account that answers by itself: jami.sh PORT, within a D-Bus session of its own.
/usr/libexec/jamid -c -d &
daemon=$!
trap 'kill $daemon; wait $daemon' TERM
details="{'Account.type': 'SIP', 'Account.alias': 'bob', 'Account.hostname': '', 'Account.username': 'bob',
 'Account.localPort': '$1', 'Account.localInterface': 'lo', 'Account.autoAnswer': 'true', 'Account.enable': 'true',
 'Account.upnpEnabled': 'false', 'Account.presenceSubscribeSupported': 'true'}"
gdbus wait --session --timeout 20 cx.ring.Ring  # a call would start a second daemon
sleep 1
gdbus call --session --dest cx.ring.Ring --object-path /cx/ring/Ring/ConfigurationManager \
    --method cx.ring.Ring.ConfigurationManager.addAccount "$details"
wait $daemon
