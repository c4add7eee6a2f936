/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gui_guide.h"

#include <epan/funnel.h>
#include <epan/plugin_if.h>

#include "engine/chars.h"
#include "engine/status_guide.h"
#include "filters.h"

#define LINE 160

static void append_paragraph(GString *out, const char *heading, const char *text)
{
    if (text && text[0])
        g_string_append_printf(out, "%s\n    %s\n\n", heading, text);
}

/* The response that the guide is asked about: the message itself where it is one, else the transaction's final one. */
static const struct sighting *response_of(const struct sighting *s)
{
    return s->status ? s : s->transaction->final ? s->transaction->final : s->transaction->provisional;
}

static void append_status(GString *out, const struct sighting *s)
{
    const struct sighting *response = response_of(s);
    char method[LINE];
    struct guide guide;

    slice_print(s->transaction->method, method, sizeof method);
    if (!response || !status_guide(response->status, s->transaction->method, &guide)) {
        g_string_append_printf(out, "%s without a response\n\n", method);
        return;
    }
    g_string_append_printf(out, "%u in answer to %s (frame %u)\n\n", response->status, method, response->frame);
    append_paragraph(out, "What it means", guide.meaning);
    append_paragraph(out, "When it is seen", guide.when);
    append_paragraph(out, "What to do in general", guide.fix);
}

static void append_verdict(GString *out, const struct transaction *t)
{
    static struct verdict v;
    const struct cause *cause;
    char uri[LINE], heading[64];

    sipdiag_judge(&v, t);
    cause = cause_get(v.cause);
    g_string_append_printf(out, "Here: transaction %u to %s\n    Verdict: %s", t->number,
                           slice_print(t->request_uri, uri, sizeof uri), verdict_name(v.state));
    if (v.bad)
        g_string_append_printf(out, " (%s)", confidence_name(v.confidence));
    if (v.cause)
        g_string_append_printf(out, "\n    Cause: %s (%s)", cause->title, cause->id);
    g_string_append(out, "\n\n");
    if (v.bad) {
        g_snprintf(heading, sizeof heading, v.frame ? "Why: frame %u shows it" : "Why", v.frame);
        append_paragraph(out, heading, v.text);
        append_paragraph(out, "Measured by", cause->clause);
        append_paragraph(out, "What to do here", v.fix);
    }
    for (unsigned i = 0; i < v.note_count; i++)
        append_paragraph(out, "Note", v.notes[i].text);
}

static ws_bool apply_filter(funnel_text_window_t *window _U_, void *filter)
{
    plugin_if_apply_filter(filter, TRUE);
    return TRUE;
}

/* Wireshark frees the button and its data with the window. */
static void add_filter_button(const funnel_ops_t *ops, funnel_text_window_t *window, GPtrArray *messages)
{
    funnel_bt_t *button = g_new0(funnel_bt_t, 1);

    button->tw = window;
    button->func = apply_filter;
    button->data = filter_transactions(messages);
    button->free_fcn = button->free_data_fcn = g_free;
    ops->add_button(window, button, "Filter on it");
}

void gui_guide_open(GPtrArray *messages)
{
    const funnel_ops_t *ops = funnel_get_funnel_ops();
    const struct transaction *last = NULL;
    funnel_text_window_t *window;
    GString *text;

    if (!ops || !ops->new_text_window || !ops->add_button)
        return;
    text = g_string_new(NULL);
    for (unsigned i = 0; i < messages->len; i++) {
        const struct sighting *s = sipdiag_message(messages, i);

        if (s->transaction == last)
            continue;
        last = s->transaction;
        append_status(text, s);
        append_verdict(text, s->transaction);
    }
    window = ops->new_text_window(ops->ops_id, "SIP Diagnosis Guide");
    add_filter_button(ops, window, messages);
    ops->append_text(window, text->str); /* set_text would read what looks like HTML in it */
    g_string_free(text, TRUE);
}
