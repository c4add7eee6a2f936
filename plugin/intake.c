/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "intake.h"

enum layer { L_SIP, L_DATA, L_UDP, L_TCP, L_TLS, L_DTLS, L_SCTP, L_WEBSOCKET, L_IP, L_IPV6, L_ICMP, L_ICMPV6, L_COUNT };

static int layers[L_COUNT];

void intake_init(void)
{
    static const char *const names[L_COUNT] = {"sip",  "data",      "udp", "tcp",  "tls",  "dtls",
                                               "sctp", "websocket", "ip",  "ipv6", "icmp", "icmpv6"};

    for (int i = 0; i < L_COUNT; i++)
        layers[i] = proto_get_id_by_filter_name(names[i]);
}

GArray *intake_wanted_fields(void)
{
    GArray *wanted = g_array_new(FALSE, FALSE, sizeof(int));

    g_array_append_val(wanted, layers[L_SIP]);
    g_array_append_val(wanted, layers[L_DATA]);
    return wanted;
}

/* What carries the SIP message: the last transport in front of it, since tunnels have several. */
static void read_layers(struct intake *in, const packet_info *pinfo, int until)
{
    in->transport = TRANSPORT_UNKNOWN;
    for (wmem_list_frame_t *f = wmem_list_head(pinfo->layers); f; f = wmem_list_frame_next(f)) {
        int id = GPOINTER_TO_INT(wmem_list_frame_data(f));

        if (id == until)
            break;
        if (id == layers[L_ICMP] || id == layers[L_ICMPV6])
            in->icmp = true;
        else if (id == layers[L_UDP])
            in->transport = TRANSPORT_UDP;
        else if (id == layers[L_TCP])
            in->transport = TRANSPORT_TCP;
        else if (id == layers[L_SCTP])
            in->transport = TRANSPORT_SCTP;
        else if (id == layers[L_TLS] && in->transport == TRANSPORT_TCP)
            in->transport = TRANSPORT_TLS;
        else if (id == layers[L_WEBSOCKET])
            in->transport = in->transport == TRANSPORT_TLS ? TRANSPORT_WSS : TRANSPORT_WS;
    }
    in->framing = in->transport == TRANSPORT_TCP || in->transport == TRANSPORT_TLS ? FRAMING_STREAM : FRAMING_DATAGRAM;
}

static struct endpoint endpoint_from(const address *a, uint32_t port)
{
    struct endpoint e = {0};

    if ((a->type == AT_IPv4 && a->len == 4) || (a->type == AT_IPv6 && a->len == 16)) {
        e.len = (uint8_t)a->len;
        memcpy(e.address, a->data, (size_t)a->len);
        e.port = (uint16_t)port;
    }
    return e;
}

static void read_arrival(struct intake *in, const packet_info *pinfo)
{
    in->arrival.frame = pinfo->num;
    in->arrival.time = (int64_t)pinfo->abs_ts.secs * SECOND + pinfo->abs_ts.nsecs;
    in->arrival.src = endpoint_from(&pinfo->src, pinfo->srcport);
    in->arrival.dst = endpoint_from(&pinfo->dst, pinfo->destport);
    in->arrival.transport = in->transport;
}

/* Requests that Wireshark does not take for SIP: plain UDP payload with a SIP start line, on the port or between the hosts
 * where that can be expected. */
static bool is_undecoded_sip(const struct intake *in, const packet_info *pinfo, const struct capture *c)
{
    const field_info *fi = g_ptr_array_index(in->found, 0);
    int len = MIN((int)fi->length, (int)tvb_captured_length(fi->ds_tvb) - (int)fi->start);

    if (in->transport != TRANSPORT_UDP || in->icmp || len < 16)
        return false;
    if (pinfo->srcport != 5060 && pinfo->destport != 5060 &&
        !capture_knows_hosts(c, &in->arrival.src, &in->arrival.dst))
        return false;
    return sip_message_looks_like((const char *)tvb_get_ptr(fi->ds_tvb, (int)fi->start, len), (size_t)len);
}

static bool find(struct intake *in, packet_info *pinfo, proto_tree *tree, enum layer layer)
{
    in->found = proto_get_finfo_ptr_array(tree, layers[layer]);
    if (!in->found || in->found->len == 0)
        return false;
    read_layers(in, pinfo, layers[layer]);
    read_arrival(in, pinfo);
    return true;
}

bool intake_open(struct intake *in, packet_info *pinfo, proto_tree *tree, const struct capture *c)
{
    memset(in, 0, sizeof *in);
    if (!tree)
        return false;
    if (find(in, pinfo, tree, L_SIP))
        return true;
    return find(in, pinfo, tree, L_DATA) && is_undecoded_sip(in, pinfo, c);
}

bool intake_next(struct intake *in, struct intake_message *m)
{
    while (in->next < in->found->len) {
        const field_info *fi = g_ptr_array_index(in->found, in->next++);
        uint32_t captured, end;

        if (!fi->ds_tvb || (fi->ds_tvb == in->used_tvb && (uint32_t)fi->start < in->used_end))
            continue;
        captured = tvb_captured_length(fi->ds_tvb);
        end = in->framing == FRAMING_STREAM ? captured : MIN(captured, (uint32_t)fi->start + (uint32_t)fi->length);
        m->tvb = fi->ds_tvb;
        m->start = (uint32_t)fi->start;
        if (m->start >= end)
            continue;
        m->len = m->wire_len = end - m->start;
        if (end == captured)
            m->wire_len += tvb_reported_length(fi->ds_tvb) - captured;
        m->bytes = (const char *)tvb_get_ptr(m->tvb, (int)m->start, (int)m->len);
        in->arrival.offset = m->start;
        return true;
    }
    return false;
}

void intake_used(struct intake *in, const struct intake_message *m, size_t used)
{
    in->used_tvb = m->tvb;
    in->used_end = m->start + (uint32_t)(in->framing == FRAMING_STREAM ? used : m->len);
}

tvbuff_t *intake_locate(proto_tree *tree, uint32_t offset)
{
    static const enum layer places[] = {L_SIP, L_DATA};
    tvbuff_t *tvb = NULL;

    for (size_t p = 0; tree && p < array_length(places) && !tvb; p++) {
        GPtrArray *found = proto_find_finfo(tree, layers[places[p]]);
        for (unsigned i = 0; i < found->len && !tvb; i++) {
            const field_info *fi = g_ptr_array_index(found, i);
            if ((uint32_t)fi->start == offset)
                tvb = fi->ds_tvb;
        }
        g_ptr_array_free(found, TRUE);
    }
    return tvb;
}
