/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "taps.h"

#include "reports.h"
#include "ws_compat.h"

/* One -z option: its form, and the transactions that its filter let through. */
struct tap {
    void (*report)(const struct selection *);
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

static void tap_draw(void *data)
{
    const struct tap *tap = data;
    struct selection selection = {tap->bits->data, tap->bits->len};

    if (sipdiag_capture())
        tap->report(tap->filtered ? &selection : NULL);
}

static void tap_finish(void *data)
{
    struct tap *tap = data;

    g_byte_array_free(tap->bits, TRUE);
    g_free(tap);
}

/* opt_arg: "sipdiag,text" or "sipdiag,text,<filter>" */
static bool tap_start(const char *opt_arg, const char *form, void (*report)(const struct selection *))
{
    struct tap *tap = g_new0(struct tap, 1);
    const char *filter = opt_arg + strlen(form);
    GString *error;

    filter = *filter == ',' && filter[1] ? filter + 1 : NULL;
    tap->report = report;
    tap->filtered = filter != NULL;
    tap->bits = g_byte_array_new();
    error =
        register_tap_listener("sipdiag", tap, filter, TL_REQUIRES_NOTHING, tap_reset, tap_packet, tap_draw, tap_finish);
    if (error) {
        fprintf(stderr, "tshark: -z %s: %s\n", opt_arg, error->str);
        g_string_free(error, TRUE);
        tap_finish(tap);
        return false;
    }
    return true;
}

static stat_init_result start_text(const char *opt_arg, void *data _U_)
{
    if (!tap_start(opt_arg, "sipdiag,text", report_text))
        exit(1);
    STAT_INIT_RETURN(true);
}

static stat_init_result start_json(const char *opt_arg, void *data _U_)
{
    if (!tap_start(opt_arg, "sipdiag,json", report_json))
        exit(1);
    STAT_INIT_RETURN(true);
}

void taps_register(void)
{
    static stat_tap_ui taps[] = {
        {.group = REGISTER_STAT_GROUP_GENERIC, .cli_string = "sipdiag,text", .tap_init_cb = start_text},
        {.group = REGISTER_STAT_GROUP_GENERIC, .cli_string = "sipdiag,json", .tap_init_cb = start_json},
    };

    for (size_t i = 0; i < array_length(taps); i++)
        register_stat_tap_ui(&taps[i], NULL);
}
