/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stats_tree.h"

#include <epan/stats_tree_priv.h>

#include "census.h"
#include "engine/chars.h"

#define MAX_HOSTS 200 /* listed by address: Wireshark takes its time over each line */

struct tally {
    stats_tree *tree;
    struct census *census;
    int verdicts, causes, codes, responders;
    GHashTable *hosts; /* addresses that are listed */
};

static GHashTable *tallies; /* stats_tree * -> struct tally * */

static void tick(const struct tally *tally, int parent, const char *name)
{
    tick_stat_node(tally->tree, name, parent, FALSE);
}

static void tick_verdict(const struct tally *tally, const struct verdict *v)
{
    tick_stat_node(tally->tree, "Verdicts", 0, TRUE);
    tick(tally, tally->verdicts, verdict_name(v->state));
}

static void tick_cause(const struct tally *tally, const struct verdict *v)
{
    char name[160];

    if (!v->bad)
        return;
    tick_stat_node(tally->tree, "Causes", 0, TRUE);
    if (v->cause)
        g_snprintf(name, sizeof name, "%s (%s)", cause_get(v->cause)->title, cause_get(v->cause)->id);
    tick(tally, tally->causes, v->cause ? name : "no cause in the request: the status code says it");
}

/* The code, and below it what was asked. */
static void tick_code(const struct tally *tally, const struct transaction *t)
{
    char name[64] = "no final response";
    int code;

    if (t->final)
        g_snprintf(name, sizeof name, "%u", t->final->status);
    tick_stat_node(tally->tree, "Status codes", 0, TRUE);
    code = tick_stat_node(tally->tree, name, tally->codes, TRUE);
    tick(tally, code, slice_print(t->method, name, sizeof name));
}

static const char *host_name(struct tally *tally, const struct endpoint *e, char text[ENDPOINT_TEXT_SIZE])
{
    endpoint_print(e, text);
    if (!text[0])
        return "no address";
    *strrchr(text, ':') = '\0'; /* the port */
    if (g_hash_table_contains(tally->hosts, text))
        return text;
    if (g_hash_table_size(tally->hosts) == MAX_HOSTS)
        return "other hosts";
    g_hash_table_add(tally->hosts, g_strdup(text));
    return text;
}

static void tick_responder(struct tally *tally, const struct transaction *t, const struct verdict *v)
{
    char text[ENDPOINT_TEXT_SIZE];
    int host;

    tick_stat_node(tally->tree, "By responder", 0, TRUE);
    host = tick_stat_node(tally->tree, host_name(tally, &t->dst, text), tally->responders, TRUE);
    tick(tally, host, verdict_name(v->state));
}

static void count(void *context, const struct transaction *t, const struct verdict *v, double ms)
{
    struct tally *tally = context;
    double now = tally->tree->now;

    tally->tree->now = ms; /* for the burst rate */
    tick_verdict(tally, v);
    tick_cause(tally, v);
    tick_code(tally, t);
    tick_responder(tally, t, v);
    tally->tree->now = now;
}

static void tally_free(void *data)
{
    struct tally *tally = data;

    census_free(tally->census);
    g_hash_table_destroy(tally->hosts);
    g_free(tally);
}

/* For a window, each time that it is filled. */
static void start(stats_tree *tree)
{
    struct tally *tally = g_new0(struct tally, 1);

    tally->tree = tree;
    tally->census = census_new(count, tally);
    tally->hosts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    tally->verdicts = stats_tree_create_node(tree, "Verdicts", 0, STAT_DT_INT, TRUE);
    tally->causes = stats_tree_create_node(tree, "Causes", 0, STAT_DT_INT, TRUE);
    tally->codes = stats_tree_create_node(tree, "Status codes", 0, STAT_DT_INT, TRUE);
    tally->responders = stats_tree_create_node(tree, "By responder", 0, STAT_DT_INT, TRUE);
    if (!tallies)
        tallies = g_hash_table_new_full(NULL, NULL, NULL, tally_free);
    g_hash_table_replace(tallies, tree, tally);
}

static void end(stats_tree *tree)
{
    if (tallies)
        g_hash_table_remove(tallies, tree);
}

static tap_packet_status packet(stats_tree *tree, packet_info *pinfo, epan_dissect_t *edt _U_, const void *item,
                                tap_flags_t flags _U_)
{
    struct tally *tally = tallies ? g_hash_table_lookup(tallies, tree) : NULL;

    if (!tally)
        return TAP_PACKET_DONT_REDRAW;
    census_take(tally->census, pinfo, item);
    return TAP_PACKET_REDRAW;
}

void stats_tree_add(void)
{
    stats_tree_register_plugin("sipdiag", "sipdiag", "SIP Diagnosis" MENU_SEPARATOR "Verdicts and Causes", 0, packet,
                               start, end);
}
