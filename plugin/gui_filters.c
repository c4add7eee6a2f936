/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gui_filters.h"

#include "filters.h"

static char *filter_of(packet_info *pinfo, char *(*filter)(GPtrArray *))
{
    GPtrArray *messages = sipdiag_messages(pinfo->num);
    char *text = messages->len ? filter(messages) : NULL;

    g_ptr_array_unref(messages);
    return text;
}

static ws_bool is_there(packet_info *pinfo, char *(*filter)(GPtrArray *))
{
    char *text = filter_of(pinfo, filter);

    g_free(text);
    return text != NULL;
}

static ws_bool CONVERSATION_CALLBACK(has_transaction)
{
    return is_there(pinfo, filter_transactions);
}

static char *CONVERSATION_CALLBACK(make_transaction)
{
    return filter_of(pinfo, filter_transactions);
}

static ws_bool CONVERSATION_CALLBACK(has_call)
{
    return is_there(pinfo, filter_calls);
}

static char *CONVERSATION_CALLBACK(make_call)
{
    return filter_of(pinfo, filter_calls);
}

void gui_filters_add(void)
{
    add_conversation_filter("sipdiag", "SIP transaction", has_transaction, make_transaction);
    add_conversation_filter("sipdiag", "SIP call", has_call, make_call);
}
