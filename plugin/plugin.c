/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The symbols that Wireshark looks up in a plugin.
 */
#include "packet-sipdiag.h"
#include "ws_compat.h"

WS_DLL_PUBLIC_DEF const char plugin_version[] = SIPDIAG_VERSION;
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

uint32_t plugin_describe(void)
{
    return WS_PLUGIN_DESC_DISSECTOR;
}

void plugin_register(void)
{
    static proto_plugin plugin;

    plugin.register_protoinfo = proto_register_sipdiag;
    plugin.register_handoff = proto_reg_handoff_sipdiag;
    proto_register_plugin(&plugin);
}
