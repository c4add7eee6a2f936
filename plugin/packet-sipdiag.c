/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The post-dissector. On a frame's first visit its SIP messages are learnt, in the order of the capture; on every visit
 * what is known by then is shown.
 */
#include "packet-sipdiag.h"

#include <epan/funnel.h>

#include "fields.h"
#include "gui_filters.h"
#include "gui_menu.h"
#include "intake.h"
#include "layers.h"
#include "network.h"
#include "preferences.h"
#include "present.h"
#include "response_times.h"
#include "stats_tree.h"
#include "table.h"
#include "taps.h"

static int proto_sipdiag = -1;
static int tap_sipdiag = -1;
static dissector_handle_t handle;

static struct capture *capture;
static wmem_allocator_t *memory; /* of the capture: apart from file scope, where what Wireshark keeps fills our holes */
static unsigned session;
static bool learning;
static enum streams streams; /* what the capture has had, and fields were asked for by */

const struct capture *sipdiag_capture(void)
{
    return capture;
}

unsigned sipdiag_session(void)
{
    return session;
}

bool sipdiag_is_learning(void)
{
    return learning;
}

/* tshark has funnel's operations, too, but for most of them. */
bool sipdiag_in_gui(void)
{
    const funnel_ops_t *ops = funnel_get_funnel_ops();

    return ops && ops->reload_packets;
}

GPtrArray *sipdiag_messages(uint32_t frame)
{
    GPtrArray *messages = g_ptr_array_new();

    for (const struct sighting *s = NULL; capture && (s = capture_in_frame(capture, frame, s)) != NULL;)
        g_ptr_array_add(messages, (gpointer)s);
    return messages;
}

void sipdiag_judge(struct verdict *v, const struct transaction *t)
{
    verdict_judge(v, capture, t, preferences_policy());
}

/* What Wireshark is asked for in every frame from now on. */
static void want_fields(enum streams now)
{
    GArray *wanted = g_array_new(FALSE, FALSE, sizeof(int));

    streams = now;
    intake_want_fields(wanted, streams);
    network_want_fields(wanted);
    set_postdissector_wanted_hfids(handle, wanted);
}

/* Learning. */

static void learn_message(struct intake *in, const struct intake_message *im)
{
    struct sip_message m;
    struct identity id;
    struct fault_list faults;
    struct sighting *s;

    /* The rest of a message whose beginning was lost is handed over as SIP, too. */
    if (in->framing == FRAMING_STREAM && !sip_message_looks_like(im->bytes, im->len, in->framing))
        return;
    if (!sip_message_parse(&m, im->bytes, im->len, im->wire_len, in->framing))
        return;
    /* A start line with nothing below it, quoted in the body of a message whose beginning was lost. */
    if (in->framing == FRAMING_STREAM && m.has_header_end && m.header_count == 0)
        return;
    /* A stream whose headers do not end here was not put together: read it as what it is, the beginning of a message.
     */
    if (in->framing == FRAMING_STREAM && !m.has_header_end && !m.cut)
        sip_message_parse(&m, im->bytes, im->len, im->len + 1, in->framing);
    intake_used(in, im, (size_t)(slice_end(m.whole) - im->bytes));
    identity_read(&id, &m);
    if (in->icmp && !in->icmp_refuses)
        return;
    if (in->icmp) {
        capture_learn_icmp(capture, &m, &id, &in->arrival);
        return;
    }
    faults_find(&faults, &m, &id, in->transport);
    s = capture_learn(capture, &m, &id, &faults, &in->arrival);
    s->transaction->call->unnamed |= im->undecoded || !slice_equal(id.call_id, s->transaction->call->call_id);
}

static void learn_frame(packet_info *pinfo, proto_tree *tree)
{
    struct intake in;
    struct intake_message im;
    unsigned layers = layers_of(pinfo);

    capture_new_frame(capture, pinfo->num);
    if (pinfo->presence_flags & PINFO_HAS_TS)
        capture_tick(capture, intake_time(pinfo));
    if (!tree || !layers_tell(layers))
        return;
    if (intake_streams(layers) > streams)
        want_fields(intake_streams(layers));
    network_learn(capture, pinfo, tree, layers);
    if (!intake_open(&in, pinfo, tree, layers, capture))
        return;
    while (intake_next(&in, &im))
        learn_message(&in, &im);
}

/* The post-dissector. */

static int dissect_sipdiag(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    const struct sighting *s = NULL;

    if (!capture)
        return 0;
    learning = !PINFO_FD_VISITED(pinfo);
    if (learning)
        learn_frame(pinfo, tree);
    while ((s = capture_in_frame(capture, pinfo->num, s)) != NULL) {
        present_sighting(s, proto_sipdiag, tvb, pinfo, tree, preferences_info_suffix());
        tap_queue_packet(tap_sipdiag, pinfo, s);
    }
    return (int)tvb_captured_length(tvb);
}

/* For good? A timer of RFC 3261 17 ends every wait but that for credentials, which somebody may be typing: they would
 * have acquitted the challenge, had its call been kept. */
static bool is_bad_for_good(const struct transaction *t)
{
    static struct verdict v;

    sipdiag_judge(&v, t);
    return v.bad && v.cause != CAUSE_challenge_unanswered;
}

/* As TRANSUM does it: fields are asked for only while the protocol is enabled, anew for each dissection. */
static void start_capture(void)
{
    if (!proto_is_protocol_enabled(find_protocol_by_id(proto_sipdiag)))
        return;
    want_fields(STREAMS_NONE);
    memory = wmem_allocator_new(WMEM_ALLOCATOR_BLOCK);
    capture = capture_new(memory, preferences_timing(), preferences_limits());
    capture_ask_before_letting_go(capture, is_bad_for_good);
    session++;
    fields_open_what_is_bad();
}

static void end_capture(void)
{
    set_postdissector_wanted_hfids(handle, NULL);
    response_times_forget();
    if (!capture)
        return;
    capture_close(capture);
    capture = NULL;
    wmem_destroy_allocator(memory);
}

/* Registration. */

void proto_register_sipdiag(void)
{
    proto_sipdiag = proto_register_protocol("SIP Diagnosis", "SIP Diagnosis", "sipdiag");
    fields_register(proto_sipdiag);
    preferences_register(proto_sipdiag);
    tap_sipdiag = register_tap("sipdiag");
    taps_register();
    stats_tree_add();
    table_add();
    response_times_add(proto_sipdiag);
    gui_filters_add();
    gui_menu_add(proto_sipdiag);

    handle = create_dissector_handle(dissect_sipdiag, proto_sipdiag);
    register_postdissector(handle);
    register_init_routine(start_capture);
    register_cleanup_routine(end_capture);
}

void proto_reg_handoff_sipdiag(void)
{
    layers_init();
    intake_init();
    network_init();
}
