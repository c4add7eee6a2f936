/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "intake.h"

#include "layers.h"

enum field { F_LOST, F_ACK_LOST, F_DISORDER, F_PAYLOAD, F_COUNT };

/* None of it can be in the first frame of its kind: a segment is lost between others, and a payload is looked at where
 * the same hosts have talked SIP on TCP before. */
static const struct {
    const char *name;
    enum streams since;
} field_table[F_COUNT] = {
    [F_LOST] = {"tcp.analysis.lost_segment", STREAMS_TCP},
    [F_ACK_LOST] = {"tcp.analysis.ack_lost_segment", STREAMS_TCP},
    [F_DISORDER] = {"tcp.analysis.out_of_order", STREAMS_TCP},
    [F_PAYLOAD] = {"tcp.payload", STREAMS_SIP},
};

static int fields[F_COUNT];

void intake_init(void)
{
    for (int i = 0; i < F_COUNT; i++)
        fields[i] = proto_registrar_get_id_byname(field_table[i].name);
}

enum streams intake_streams(unsigned layers)
{
    if (!layers_have(layers, L_TCP))
        return STREAMS_NONE;
    return layers_have(layers, L_SIP) ? STREAMS_SIP : STREAMS_TCP;
}

void intake_want_fields(GArray *wanted, enum streams streams)
{
    layer_want(wanted, L_SIP);
    layer_want(wanted, L_DATA);
    for (int i = 0; i < F_COUNT; i++)
        if (fields[i] >= 0 && field_table[i].since <= streams)
            g_array_append_val(wanted, fields[i]);
}

static bool has_field(proto_tree *tree, enum field field)
{
    const GPtrArray *found = fields[field] < 0 ? NULL : proto_get_finfo_ptr_array(tree, fields[field]);
    return found && found->len;
}

/* Type and code (RFC 792, RFC 4443 2.1) in one number; 0, an echo reply, where there is none. */
static unsigned icmp_type(proto_tree *tree, enum layer layer)
{
    const field_info *header = layer_outermost(tree, layer);

    return header && tvb_bytes_exist(header->ds_tvb, header->start, 2) ? tvb_get_ntohs(header->ds_tvb, header->start)
                                                                       : 0;
}

/* Destination unreachable, but for "fragmentation needed" (RFC 792, RFC 4443 3.1): the message did not arrive and will
 * not. */
static bool icmp_refuses(proto_tree *tree)
{
    unsigned v4 = icmp_type(tree, L_ICMP), v6 = icmp_type(tree, L_ICMPV6);

    return (v4 >> 8 == 3 && (v4 & 0xff) != 4) || v6 >> 8 == 1;
}

/* What carries the SIP message: the last transport in front of it, since tunnels have several. L_COUNT: the last of
 * all. */
static void walk_layers(struct intake *in, const packet_info *pinfo, enum layer until)
{
    for (wmem_list_frame_t *f = wmem_list_head(pinfo->layers); f; f = wmem_list_frame_next(f)) {
        enum layer layer = layer_of(GPOINTER_TO_INT(wmem_list_frame_data(f)));

        if (layer == until && until != L_COUNT)
            break;
        switch (layer) {
        case L_ICMP:
        case L_ICMPV6: in->icmp = true; break;
        case L_UDP: in->transport = TRANSPORT_UDP; break;
        case L_TCP: in->transport = TRANSPORT_TCP; break;
        case L_SCTP: in->transport = TRANSPORT_SCTP; break;
        case L_TLS: in->transport = in->transport == TRANSPORT_TCP ? TRANSPORT_TLS : in->transport; break;
        case L_WEBSOCKET: in->transport = in->transport == TRANSPORT_TLS ? TRANSPORT_WSS : TRANSPORT_WS; break;
        default: break;
        }
    }
}

static void read_layers(struct intake *in, const packet_info *pinfo, unsigned layers, enum layer until)
{
    in->transport = TRANSPORT_UNKNOWN;
    if (layers_are_of_udp(layers))
        in->transport = TRANSPORT_UDP;
    else
        walk_layers(in, pinfo, until);
    in->framing = in->transport == TRANSPORT_TCP || in->transport == TRANSPORT_TLS ? FRAMING_STREAM : FRAMING_DATAGRAM;
}

struct endpoint intake_endpoint(const address *a, uint32_t port)
{
    struct endpoint e = {0};

    if ((a->type == AT_IPv4 && a->len == 4) || (a->type == AT_IPv6 && a->len == 16)) {
        e.len = (uint8_t)a->len;
        memcpy(e.address, a->data, (size_t)a->len);
        e.port = (uint16_t)port;
    }
    return e;
}

int64_t intake_time(const packet_info *pinfo)
{
    /* A file may claim any 64 bits of seconds. Half the range, so that any two times have a difference. */
    const int64_t limit = INT64_MAX / SECOND / 2 - 1;

    return CLAMP((int64_t)pinfo->abs_ts.secs, -limit, limit) * SECOND + pinfo->abs_ts.nsecs;
}

static void read_arrival(struct intake *in, const packet_info *pinfo)
{
    in->arrival.frame = pinfo->num;
    in->arrival.time = intake_time(pinfo);
    in->arrival.untimed = !(pinfo->presence_flags & PINFO_HAS_TS);
    in->arrival.src = intake_endpoint(&pinfo->src, pinfo->srcport);
    in->arrival.dst = intake_endpoint(&pinfo->dst, pinfo->destport);
    in->arrival.transport = in->transport;
}

static bool is_whole_message(const char *bytes, size_t len)
{
    struct sip_message m;

    return sip_message_looks_like(bytes, len, FRAMING_STREAM) &&
           sip_message_parse(&m, bytes, len, len, FRAMING_STREAM) && m.has_header_end && m.content_length_ok &&
           m.content_length <= m.rest.len;
}

/* Payload that Wireshark does not take for SIP although it is: on UDP, a request too malformed for it, told by its own
 * first lines, which nothing but SIP has (media and keep-alives fail at the first byte); on TCP, a message behind a
 * keep-alive on a connection that carries SIP. */
static bool is_undecoded_sip(struct intake *in, const struct capture *c)
{
    const field_info *fi = g_ptr_array_index(in->found, 0);
    int len = MIN((int)fi->length, (int)tvb_captured_length(fi->ds_tvb) - (int)fi->start);
    const char *bytes;

    if (in->icmp || len < 16 || (in->transport != TRANSPORT_UDP && in->transport != TRANSPORT_TCP))
        return false;
    bytes = (const char *)tvb_get_ptr(fi->ds_tvb, (int)fi->start, len);
    if (in->transport == TRANSPORT_UDP)
        return sip_message_looks_like(bytes, (size_t)len, FRAMING_DATAGRAM);
    return (bytes[0] == '\r' || bytes[0] == '\n') &&
           capture_knows_peers(c, &in->arrival.src, &in->arrival.dst, in->transport) &&
           is_whole_message(bytes, (size_t)len);
}

static bool find(struct intake *in, packet_info *pinfo, proto_tree *tree, unsigned layers, int id, enum layer layer)
{
    in->found = id < 0 ? NULL : proto_get_finfo_ptr_array(tree, id);
    if (!in->found || in->found->len == 0)
        return false;
    read_layers(in, pinfo, layers, layer);
    read_arrival(in, pinfo);
    in->ports[0] = pinfo->srcport;
    in->ports[1] = pinfo->destport;
    return true;
}

bool intake_open(struct intake *in, packet_info *pinfo, proto_tree *tree, unsigned layers, struct capture *c)
{
    bool tcp = layers_have(layers, L_TCP);

    memset(in, 0, sizeof *in);
    if (tcp && (has_field(tree, F_LOST) || has_field(tree, F_ACK_LOST) || has_field(tree, F_DISORDER))) {
        read_arrival(in, pinfo);
        capture_lost_segment(c, &in->arrival.src, &in->arrival.dst);
    }
    if (layers_have(layers, L_SIP) && find(in, pinfo, tree, layers, layer_id(L_SIP), L_SIP)) {
        in->icmp_refuses = in->icmp && icmp_refuses(tree);
        return true;
    }
    in->undecoded = true;
    if (layers_have(layers, L_DATA) && find(in, pinfo, tree, layers, layer_id(L_DATA), L_DATA) &&
        is_undecoded_sip(in, c))
        return true;
    return tcp && find(in, pinfo, tree, layers, fields[F_PAYLOAD], L_COUNT) && is_undecoded_sip(in, c);
}

/* On a stream, the whole message behind a keep-alive that follows another message: Wireshark stops at the keep-alive.
 */
static bool next_behind(struct intake *in, struct intake_message *m)
{
    uint32_t captured = in->used_tvb ? tvb_captured_length(in->used_tvb) : 0;
    const field_info *fi = in->next < in->found->len ? g_ptr_array_index(in->found, in->next) : NULL;
    const char *bytes;
    uint32_t blank = 0, len;

    if (in->framing != FRAMING_STREAM || captured < in->used_end + 16)
        return false;
    len = captured - in->used_end;
    bytes = (const char *)tvb_get_ptr(in->used_tvb, (int)in->used_end, (int)len);
    while (blank < len && (bytes[blank] == '\r' || bytes[blank] == '\n'))
        blank++;
    if (blank == 0 || (fi && fi->ds_tvb == in->used_tvb && (uint32_t)fi->start <= in->used_end + blank) ||
        !is_whole_message(bytes + blank, len - blank))
        return false;
    *m = (struct intake_message){in->used_tvb, in->used_end + blank, bytes + blank, len - blank, len - blank, true};
    in->arrival.offset = m->start;
    return true;
}

/* The UDP header right in front of this item, told by its ports; -1 where there is none. */
static int udp_header(const struct intake *in, const field_info *fi)
{
    int at = fi->start - 8;

    return at >= 0 && tvb_get_ntohs(fi->ds_tvb, at) == in->ports[0] && tvb_get_ntohs(fi->ds_tvb, at + 2) == in->ports[1]
               ? at
               : -1;
}

/* Where the UDP datagram around this item ends in its data source, as sent, which is beyond what the frame
 * holds where Wireshark does not put IP fragments together; 0 when that cannot be told. The item itself
 * may end with the body that Content-Length announces: how long it is differs with what the frame is dissected for. */
static uint32_t datagram_end(const field_info *fi, int header)
{
    unsigned length = header < 0 ? 0 : tvb_get_ntohs(fi->ds_tvb, header + 4);

    return length > 8 ? (uint32_t)header + length : 0;
}

/* The identification of the IPv4 packet that brought this message, where its header has no options and stands in front
 * of UDP's. */
static uint16_t packet_ident(const field_info *fi, int header)
{
    int at = header - 20;

    return at >= 0 && tvb_octet(fi->ds_tvb, at) == 0x45 ? tvb_get_ntohs(fi->ds_tvb, at + 4) : 0;
}

static void bound_datagram(const field_info *fi, int header, struct intake_message *m)
{
    uint32_t captured = tvb_captured_length(fi->ds_tvb), end = datagram_end(fi, header);

    if (end == 0)
        return;
    m->len = MIN(end, captured) - m->start;
    m->wire_len = end - m->start;
}

bool intake_next(struct intake *in, struct intake_message *m)
{
    if (next_behind(in, m))
        return true;
    while (in->next < in->found->len) {
        const field_info *fi = g_ptr_array_index(in->found, in->next++);
        uint32_t captured, end;

        if (!fi->ds_tvb || (fi->ds_tvb == in->used_tvb && (uint32_t)fi->start < in->used_end))
            continue;
        captured = tvb_captured_length(fi->ds_tvb);
        end = in->framing == FRAMING_STREAM ? captured : MIN(captured, (uint32_t)fi->start + (uint32_t)fi->length);
        m->tvb = fi->ds_tvb;
        m->undecoded = in->undecoded;
        m->start = (uint32_t)fi->start;
        if (m->start >= end)
            continue;
        m->len = m->wire_len = end - m->start;
        if (end == captured)
            m->wire_len += tvb_reported_length(fi->ds_tvb) - captured;
        if (in->transport == TRANSPORT_UDP && !in->icmp) {
            int header = udp_header(in, fi);

            bound_datagram(fi, header, m);
            in->arrival.ident = packet_ident(fi, header);
        }
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
    const int places[] = {layer_id(L_SIP), layer_id(L_DATA), fields[F_PAYLOAD]};
    tvbuff_t *tvb = NULL;

    for (size_t p = 0; tree && p < array_length(places) && !tvb; p++) {
        GPtrArray *found = proto_find_finfo(tree, places[p]);
        for (unsigned i = 0; i < found->len && !tvb; i++) {
            const field_info *fi = g_ptr_array_index(found, i);
            if ((uint32_t)fi->start <= offset && offset < tvb_captured_length(fi->ds_tvb))
                tvb = fi->ds_tvb;
        }
        g_ptr_array_free(found, TRUE);
    }
    return tvb;
}
