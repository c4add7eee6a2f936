/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "preferences.h"

#include "ws_compat.h"

#define MILLISECOND (SECOND / 1000)

static range_t *outcomes;
static unsigned t1 = 500;
static unsigned duplicate_window = 100;
static unsigned max_transactions, max_messages;
static ws_bool info_suffix = TRUE;

/* The states that may count as bad: all of them do unless somebody says otherwise. */
static struct counted {
    enum verdict_state state;
    const char *name, *title, *help;
    ws_bool bad;
} counted[] = {
    {VERDICT_FAILED, "count_failed", "Refused requests count as bad",
     "A transaction that ended with a final response which is no outcome (see above), challenge or redirection has "
     "sipdiag.bad, is explained, and is counted among the bad ones",
     TRUE},
    {VERDICT_NO_RESPONSE, "count_no_response", "Unanswered requests count as bad",
     "A request that provably got no response has sipdiag.bad, is explained, and is counted among the bad ones", TRUE},
    {VERDICT_MISSING_ACK, "count_missing_ack", "Missing ACKs count as bad",
     "An INVITE whose final response was never acknowledged, or whose reliable provisional response got no PRACK, has "
     "sipdiag.bad, is explained, and is counted among the bad ones. Turn it off where ACKs do not pass the capture "
     "point",
     TRUE},
    {VERDICT_BAD_ACK, "count_bad_ack", "Wrong, lost and late ACKs count as bad",
     "An INVITE with an ACK or a PRACK that does not complete it has sipdiag.bad, is explained, and is counted among "
     "the bad ones",
     TRUE},
};

static struct policy policy;
static struct timing timing;
static struct limits limits;

const struct policy *preferences_policy(void)
{
    return &policy;
}

const struct timing *preferences_timing(void)
{
    return &timing;
}

const struct limits *preferences_limits(void)
{
    return &limits;
}

bool preferences_info_suffix(void)
{
    return info_suffix;
}

static void apply(void)
{
    memset(&policy, 0, sizeof policy);
    for (unsigned status = 0; status < array_length(policy.outcome); status++)
        policy.outcome[status] = value_is_in_range(outcomes, status);
    for (size_t i = 0; i < array_length(counted); i++)
        policy.bad[counted[i].state] = counted[i].bad;
    timing.t1 = CLAMP(t1, 10, 60000) * MILLISECOND;
    timing.duplicate_window = MIN(duplicate_window * MILLISECOND, timing.t1 / 2);
    limits = (struct limits){.transactions = max_transactions, .messages = max_messages};
}

void preferences_register(int proto)
{
    module_t *module = prefs_register_protocol(proto, apply);

    range_convert_str(wmem_epan_scope(), &outcomes, "486,600,603,607,608", 699);
    prefs_register_range_preference(module, "outcome_codes", "Codes that are outcomes",
                                    "Final responses that are the outcome of a call, such as 486 Busy Here, and not a "
                                    "failure: they do not count as bad",
                                    &outcomes, 699);
    for (size_t i = 0; i < array_length(counted); i++)
        prefs_register_bool_preference(module, counted[i].name, counted[i].title, counted[i].help, &counted[i].bad);
    prefs_register_uint_preference(
        module, "t1", "T1 (ms)",
        "The timer of RFC 3261 17.1.1.1 that the others are made of: a request is given up, and an ACK is missed, "
        "after "
        "64 times this. From 10 to 60000. A sender whose retransmissions show another T1 is judged by its own",
        10, &t1);
    prefs_register_uint_preference(
        module, "duplicate_window", "Duplicate window (ms)",
        "The same message twice within this time is one message that was captured twice, such as by a mirror port, and "
        "no retransmission. At most half of T1; with 0 only copies of one IP packet are taken for duplicates",
        10, &duplicate_window);
    prefs_register_uint_preference(
        module, "max_transactions", "Most transactions kept",
        "For captures that run for days. When more come, calls are let go, whole, those first that have been silent "
        "longest; the reports say how many, and how many of them were bad. 0: all are kept",
        10, &max_transactions);
    prefs_register_uint_preference(module, "max_messages", "Most messages kept",
                                   "The same for SIP messages. 0: all are kept", 10, &max_messages);
    prefs_register_bool_preference(
        module, "info_suffix", "Show the cause in the Info column",
        "Append a short note such as [400: CSeq method mismatch] to the Info column of a bad message", &info_suffix);
    apply();
}
