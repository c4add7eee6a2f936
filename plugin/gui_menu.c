/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gui_menu.h"

#include <epan/plugin_if.h>
#include <epan/stat_tap_ui.h>
#include <wsutil/report_message.h>

#include "filters.h"
#include "gui_guide.h"
#include "present.h"

/* What is selected. */

static void *number_of(frame_data *frame, void *data _U_)
{
    return GUINT_TO_POINTER(frame->num);
}

static bool is_open(void)
{
    if (!sipdiag_capture())
        report_warning("There is nothing to diagnose: no capture is open, or the protocol SIP Diagnosis is disabled "
                       "(Analyze > Enabled Protocols).");
    return sipdiag_capture() != NULL;
}

/* The messages of the selected frame; NULL, and the user is told, where there is none. To be freed. */
static GPtrArray *selected_messages(void)
{
    GPtrArray *messages =
        is_open() ? sipdiag_messages(GPOINTER_TO_UINT(plugin_if_get_frame_data(number_of, NULL))) : NULL;

    if (!messages || messages->len)
        return messages;
    report_warning("Select a packet with a SIP message first.");
    g_ptr_array_unref(messages);
    return NULL;
}

/* From one bad transaction to the next. */

struct search {
    uint32_t from;
    bool backwards;
    uint32_t found, around; /* frames: the next one, and where the search begins anew; 0: none */
    uint32_t bad, hidden;   /* transactions */
};

static bool is_displayed(const capture_file *cf, uint32_t number)
{
    const frame_data *frame = frame_data_sequence_find(cf->provider.frames, number);

    return frame && frame->passed_dfilter;
}

/* Where a bad transaction is looked at: the first of the frames that are marked as bad and displayed. */
static uint32_t place_of(const capture_file *cf, const struct transaction *t, const struct verdict *v)
{
    for (const struct sighting *s = t->first; s; s = s->next)
        if (present_marks(s, v) && is_displayed(cf, s->frame))
            return s->frame;
    return 0;
}

static void consider(struct search *search, uint32_t frame)
{
    bool ahead = search->backwards ? frame < search->from : frame > search->from;
    uint32_t *best = ahead ? &search->found : &search->around;

    if (!*best || (search->backwards ? frame > *best : frame < *best))
        *best = frame;
}

static void *search_capture(capture_file *cf, void *data)
{
    static struct verdict v;
    struct search *search = data;
    const struct capture *c = sipdiag_capture();

    for (const struct transaction *t = cf->provider.frames ? capture_beyond(c, 0) : NULL; t;
         t = capture_beyond(c, t->number)) {
        uint32_t frame;

        sipdiag_judge(&v, t);
        if (!v.bad)
            continue;
        search->bad++;
        frame = place_of(cf, t, &v);
        if (frame)
            consider(search, frame);
        else
            search->hidden++;
    }
    return NULL;
}

static void go_to_bad(bool backwards)
{
    struct search search = {.backwards = backwards};
    uint32_t target;

    if (!is_open())
        return;
    search.from = GPOINTER_TO_UINT(plugin_if_get_frame_data(number_of, NULL));
    plugin_if_get_capture_file(search_capture, &search);
    target = search.found ? search.found : search.around;
    if (search.bad == 0)
        report_warning("No transaction of this capture is bad.");
    else if (!target)
        report_warning("The display filter hides the bad transactions, %u of them.", search.bad);
    else if (target == search.from && search.hidden)
        report_warning("This is the only bad transaction that the display filter shows.");
    else if (target == search.from)
        report_warning("This is the only bad transaction.");
    else
        plugin_if_goto_frame(target);
}

/* The entries. */

#define ENTRY(name) static void name(ext_menubar_gui_type gui _U_, gpointer object _U_, gpointer data _U_)

ENTRY(show_bad)
{
    if (is_open())
        plugin_if_apply_filter("sipdiag.bad", TRUE);
}

ENTRY(next_bad)
{
    go_to_bad(false);
}

ENTRY(previous_bad)
{
    go_to_bad(true);
}

static void apply_for_selected(char *(*make)(GPtrArray *))
{
    GPtrArray *messages = selected_messages();
    char *filter = messages ? make(messages) : NULL;

    if (filter)
        plugin_if_apply_filter(filter, TRUE);
    else if (messages)
        report_warning("This message has no Call-ID.");
    if (messages)
        g_ptr_array_unref(messages);
    g_free(filter);
}

ENTRY(show_transaction)
{
    apply_for_selected(filter_transactions);
}

ENTRY(show_call)
{
    apply_for_selected(filter_calls);
}

ENTRY(open_guide)
{
    GPtrArray *messages = selected_messages();

    if (!messages)
        return;
    gui_guide_open(messages);
    g_ptr_array_unref(messages);
}

/* As -z on the command line does: `data` is its argument. */
static void open_window(ext_menubar_gui_type gui _U_, gpointer object _U_, gpointer data)
{
    if (is_open() && process_stat_cmd_arg(data))
        start_requested_stats();
}

struct entry {
    const char *label, *tip; /* NULL: a line between the entries */
    ext_menubar_action_cb act;
    const char *data;
};

static const struct entry entries[] = {
    {"Show All &Bad", "Display the requests and final responses of all bad transactions", show_bad, NULL},
    {"&Next Bad", "Go to the next bad transaction", next_bad, NULL},
    {"&Previous Bad", "Go to the bad transaction before this one", previous_bad, NULL},
    {NULL, NULL, NULL, NULL},
    {"Filter on This &Transaction", "Display the transaction of the selected packet", show_transaction, NULL},
    {"Filter on This &Call", "Display all messages with the Call-ID of the selected packet", show_call, NULL},
    {NULL, NULL, NULL, NULL},
    {"&Guide for This Status Code", "What the status code means, when it is seen and what to do", open_guide, NULL},
    {NULL, NULL, NULL, NULL},
    {"Table of T&ransactions", "One row a transaction, to be sorted by any column", open_window,
     "sipdiag,transactions"},
    {"Transactions to &Filter by Click", "One row a transaction, by response time; a right click applies it as filter",
     open_window, "sipdiag,srt"},
};

void gui_menu_add(int proto)
{
    ext_menu_t *menu = ext_menubar_register_menu(proto, "SIP Diagnosis", TRUE);

    ext_menubar_set_parentmenu(menu, "Tools");
    for (size_t i = 0; i < array_length(entries); i++)
        if (entries[i].label)
            ext_menubar_add_entry(menu, entries[i].label, entries[i].tip, entries[i].act, (gpointer)entries[i].data);
        else
            ext_menubar_add_separator(menu);
}
