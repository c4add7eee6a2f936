/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "taps.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "reports.h"
#include "ws_compat.h"

#define NAME "sipdiag"

static const struct form {
    const char *option; /* what -z takes for it */
    void (*report)(const struct selection *);
} forms[] = {
    {NAME ",text", report_text},
    {NAME ",json", report_json},
    {NAME ",csv", report_csv},
};

/* One -z option: its form, and the transactions that its filter let through. */
struct tap {
    char *option;
    const struct form *form;
    bool filtered;
    GByteArray *bits;
};

bool selection_has(const struct selection *selection, uint32_t number)
{
    return !selection || (number / 8 < selection->size && selection->bits[number / 8] >> (number % 8) & 1);
}

static void tap_reset(void *data)
{
    g_byte_array_set_size(((struct tap *)data)->bits, 0);
}

static tap_packet_status tap_packet(void *data, packet_info *pinfo _U_, epan_dissect_t *edt _U_, const void *item,
                                    tap_flags_t flags _U_)
{
    struct tap *tap = data;
    uint32_t number = ((const struct sighting *)item)->transaction->number;
    guint had = tap->bits->len;

    if (!tap->filtered)
        return TAP_PACKET_DONT_REDRAW;
    if (number / 8 >= had) {
        g_byte_array_set_size(tap->bits, MAX(number / 8 + 1, 2 * had));
        memset(tap->bits->data + had, 0, tap->bits->len - had);
    }
    tap->bits->data[number / 8] |= (guint8)(1u << (number % 8));
    return TAP_PACKET_REDRAW;
}

/* Half a report must not pass for a whole one. */
static void end_output(const struct tap *tap)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return;
    fprintf(stderr, "tshark: -z %s: the report could not be written: %s\n", tap->option, g_strerror(errno));
    exit(2);
}

static void tap_draw(void *data)
{
    const struct tap *tap = data;
    struct selection selection = {tap->bits->data, tap->bits->len};

    if (!sipdiag_capture()) {
        if (!proto_is_protocol_enabled(find_protocol_by_id(proto_get_id_by_filter_name(NAME))))
            fprintf(stderr, "tshark: -z %s: no report, as the protocol " NAME " is disabled\n", tap->option);
        return;
    }
    tap->form->report(tap->filtered ? &selection : NULL);
    end_output(tap);
}

static void tap_finish(void *data)
{
    struct tap *tap = data;

    g_byte_array_free(tap->bits, TRUE);
    g_free(tap->option);
    g_free(tap);
}

static void refuse(const char *option, const char *why)
{
    fprintf(stderr, "tshark: -z %s: %s\n", option, why);
    exit(1);
}

static stat_init_result refuse_form(const char *option, void *data _U_)
{
    refuse(option, "sipdiag takes text, json, csv or tree, and after a comma, if you like, a display filter: "
                   "-z 'sipdiag,text,ip.addr == 192.0.2.10'");
    STAT_INIT_RETURN(false);
}

/* option: "sipdiag,text" or "sipdiag,text,<filter>" */
static stat_init_result start(const char *option, void *data)
{
    const struct form *form = data;
    const char *rest = option + strlen(form->option);
    struct tap *tap;
    GString *error;

    if (*rest && *rest != ',')
        return refuse_form(option, NULL);
    tap = g_new0(struct tap, 1);
    tap->option = g_strdup(option);
    tap->form = form;
    tap->filtered = *rest && rest[1];
    tap->bits = g_byte_array_new();
    error = register_tap_listener(NAME, tap, tap->filtered ? rest + 1 : NULL, TL_REQUIRES_NOTHING, tap_reset,
                                  tap_packet, tap_draw, tap_finish);
    if (error)
        refuse(option, error->str);
    STAT_INIT_RETURN(true);
}

/* Wireshark takes the longest option that the argument begins with: the name alone stands for what is none of the
 * forms. */
void taps_register(void)
{
    stat_tap_ui ui = {.group = REGISTER_STAT_GROUP_GENERIC, .cli_string = NAME, .tap_init_cb = refuse_form};

    register_stat_tap_ui(&ui, NULL);
    for (size_t i = 0; i < array_length(forms); i++) {
        ui.cli_string = forms[i].option;
        ui.tap_init_cb = start;
        register_stat_tap_ui(&ui, (void *)&forms[i]);
    }
}
