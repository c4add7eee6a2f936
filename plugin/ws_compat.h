/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark 4.0 to 4.6 behind one face. No other file asks for a version.
 */
#ifndef SIPDIAG_WS_COMPAT_H
#define SIPDIAG_WS_COMPAT_H

#ifndef WS_BUILD_DLL
#define WS_BUILD_DLL
#endif
#include <wireshark.h>

#define WS_AT_LEAST(major, minor) \
    (WIRESHARK_VERSION_MAJOR > (major) || (WIRESHARK_VERSION_MAJOR == (major) && WIRESHARK_VERSION_MINOR >= (minor)))

#if !WS_AT_LEAST(4, 0)
#error "Wireshark 4.0 or newer is needed"
#endif

#include <epan/exceptions.h>
#include <epan/expert.h>
#include <epan/packet.h>
#include <epan/prefs.h>
#include <epan/proto_data.h>
#include <epan/range.h>
#include <epan/stat_tap_ui.h>
#include <epan/tap.h>
#include <wsutil/json_dumper.h>

#include <epan/conversation_filter.h> /* leans on packet.h */

#if WS_AT_LEAST(4, 4)
#include <epan/tfs.h>
#include <wsutil/array.h>
#include <wsutil/plugins.h>
typedef bool ws_bool;
#else
typedef gboolean ws_bool;
#endif

/* 4.4: a plugin tells what it is. An older Wireshark does not ask. */
#ifndef WS_PLUGIN_DESC_DISSECTOR
#define WS_PLUGIN_DESC_DISSECTOR (1UL << 0)
#endif

/* 4.2: a field's value became a pointer. */
#if WS_AT_LEAST(4, 2)
#define FIELD_VALUE(fi) ((fi)->value)
#else
#define FIELD_VALUE(fi) (&(fi)->value)
#endif

/* 4.4: the names of GLib's types went. */
#if WS_AT_LEAST(4, 4)
#define tvb_octet tvb_get_uint8
#else
#define tvb_octet tvb_get_guint8
#endif

/* 4.2: the callbacks of a conversation filter are given the data that it was registered with. */
#if WS_AT_LEAST(4, 2)
#define CONVERSATION_CALLBACK(name) name(packet_info *pinfo, void *data _U_)
#define add_conversation_filter(protocol, title, is_valid, make) \
    register_conversation_filter(protocol, title, is_valid, make, NULL)
#else
#define CONVERSATION_CALLBACK(name) name(packet_info *pinfo)
#define add_conversation_filter     register_conversation_filter
#endif

/* 4.4: the path of a statistics tree in the menu. */
#if WS_AT_LEAST(4, 4)
#define MENU_SEPARATOR "//"
#else
#define MENU_SEPARATOR "/"
#endif

/* 4.4: the groups of statistics that make up the menus have other names. */
#if WS_AT_LEAST(4, 4)
#define TELEPHONY_GROUP REGISTER_TELEPHONY_GROUP_UNSORTED
#else
#define TELEPHONY_GROUP REGISTER_STAT_GROUP_TELEPHONY
#endif

/* 4.6: the init callback of a stat tap tells whether it went well. */
#if WS_AT_LEAST(4, 6)
typedef bool stat_init_result;
#define STAT_INIT_RETURN(ok) return (ok)
#else
typedef void stat_init_result;
#define STAT_INIT_RETURN(ok) return
#endif

#endif
