/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "network.h"

#include "intake.h"

#include "layers.h"

enum field { F_DNS_NAME, F_DNS_A, F_DNS_AAAA, F_COUNT };

static int fields[F_COUNT];

void network_init(void)
{
    static const char *const field_names[F_COUNT] = {"dns.qry.name", "dns.a", "dns.aaaa"};

    for (int i = 0; i < F_COUNT; i++)
        fields[i] = proto_registrar_get_id_byname(field_names[i]);
}

/* Each one costs something in every frame: what stands in a header's bytes is read from there. */
void network_want_fields(GArray *wanted)
{
    layer_want(wanted, L_ICMP);
    layer_want(wanted, L_ICMPV6);
    layer_want(wanted, L_TCP);
    for (int i = 0; i < F_COUNT; i++)
        if (fields[i] >= 0)
            g_array_append_val(wanted, fields[i]);
}

static const GPtrArray *found_fields(proto_tree *tree, enum field field)
{
    return fields[field] < 0 ? NULL : proto_get_finfo_ptr_array(tree, fields[field]);
}

/* ICMP: the packet that the error is about, as much as it quotes of it. */

#define PROTOCOL_TCP  6
#define PROTOCOL_UDP  17
#define PROTOCOL_SCTP 132

static bool has_ports(unsigned protocol)
{
    return protocol == PROTOCOL_TCP || protocol == PROTOCOL_UDP || protocol == PROTOCOL_SCTP;
}

static void read_endpoint(struct endpoint *e, tvbuff_t *tvb, int address, uint8_t len, int port)
{
    memset(e, 0, sizeof *e);
    e->len = len;
    tvb_memcpy(tvb, e->address, address, len);
    e->port = tvb_get_ntohs(tvb, port);
}

/* Source and destination of the IP packet that begins at `at`; false where it is no first fragment with ports. */
static bool read_quoted(tvbuff_t *tvb, int at, struct endpoint *from, struct endpoint *to, bool *stream)
{
    int left = (int)tvb_captured_length(tvb) - at, head;
    unsigned version = left >= 28 ? tvb_octet(tvb, at) >> 4 : 0;

    if (version == 4) {
        head = (tvb_octet(tvb, at) & 15) * 4;
        if (head < 20 || left < head + 4 || !has_ports(tvb_octet(tvb, at + 9)) || tvb_get_ntohs(tvb, at + 6) & 0x1fff)
            return false;
        read_endpoint(from, tvb, at + 12, 4, at + head);
        read_endpoint(to, tvb, at + 16, 4, at + head + 2);
        *stream = tvb_octet(tvb, at + 9) == PROTOCOL_TCP;
        return true;
    }
    if (version == 6 && left >= 44 && has_ports(tvb_octet(tvb, at + 6))) {
        read_endpoint(from, tvb, at + 8, 16, at + 40);
        read_endpoint(to, tvb, at + 24, 16, at + 42);
        *stream = tvb_octet(tvb, at + 6) == PROTOCOL_TCP;
        return true;
    }
    return false;
}

/* Destination unreachable, but for "fragmentation needed": RFC 792, RFC 4443 3.1. The header has eight octets. */
static void learn_icmp(struct capture *c, const packet_info *pinfo, const field_info *header, unsigned unreachable)
{
    struct endpoint from, to;
    bool stream;

    if (!header || !tvb_bytes_exist(header->ds_tvb, header->start, 8) ||
        tvb_octet(header->ds_tvb, header->start) != unreachable ||
        (unreachable == 3 && tvb_octet(header->ds_tvb, header->start + 1) == 4))
        return;
    if (read_quoted(header->ds_tvb, header->start + 8, &from, &to, &stream))
        obstacles_learn_icmp(capture_obstacles(c), &from, &to, stream, pinfo->num, intake_time(pinfo));
}

/* TCP: who wanted to connect, and was not let in. */

#define TCP_SYN 0x02
#define TCP_RST 0x04
#define TCP_ACK 0x10

/* RFC 9293 3.1; none where the header is cut or says that it is shorter than it can be. */
static unsigned tcp_flags(const field_info *header)
{
    if (!header || !tvb_bytes_exist(header->ds_tvb, header->start, 20) ||
        tvb_octet(header->ds_tvb, header->start + 12) >> 4 < 5)
        return 0;
    return tvb_octet(header->ds_tvb, header->start + 13);
}

static void learn_tcp(struct capture *c, const packet_info *pinfo, const field_info *header)
{
    unsigned flags = tcp_flags(header);
    struct obstacles *o = capture_obstacles(c);
    struct endpoint src, dst;

    if (!(flags & (TCP_SYN | TCP_RST)))
        return;
    src = intake_endpoint(&pinfo->src, pinfo->srcport);
    dst = intake_endpoint(&pinfo->dst, pinfo->destport);
    if (flags & TCP_RST)
        obstacles_learn_reset(o, &src, &dst, pinfo->num, intake_time(pinfo));
    else if (flags & TCP_ACK)
        obstacles_learn_syn_ack(o, &src, &dst);
    else
        obstacles_learn_syn(o, &src, &dst, pinfo->num, intake_time(pinfo));
}

/* DNS: queries for addresses, and what they brought. */

#define DNS_RESPONSE 0x8000
#define DNS_RCODE    0x000f
#define DNS_A        1
#define DNS_AAAA     28
#define DNS_NXDOMAIN 3 /* of the name, whatever was asked for */

static unsigned read_addresses(proto_tree *tree, enum field field, uint8_t len, struct endpoint *out, unsigned count)
{
    const GPtrArray *found = found_fields(tree, field);

    for (unsigned i = 0; found && i < found->len && count < NAME_ADDRESSES; i++) {
        const field_info *fi = g_ptr_array_index(found, i);

        if (fi->length != len || !tvb_bytes_exist(fi->ds_tvb, fi->start, len))
            continue;
        memset(&out[count], 0, sizeof out[count]);
        out[count].len = len;
        tvb_memcpy(fi->ds_tvb, out[count++].address, fi->start, len);
    }
    return count;
}

/* The header ends where the first question begins: with a name, and the type that is asked for (RFC 1035 4.1). */
static void learn_dns(struct capture *c, const packet_info *pinfo, proto_tree *tree)
{
    const GPtrArray *names = found_fields(tree, F_DNS_NAME);
    field_info *name = names && names->len ? g_ptr_array_index(names, 0) : NULL;
    struct endpoint addresses[NAME_ADDRESSES], asker;
    unsigned flags, type, count;
    struct slice text;

    if (!name || name->start < 12 || !tvb_bytes_exist(name->ds_tvb, name->start - 12, 12 + name->length + 2))
        return;
    flags = tvb_get_ntohs(name->ds_tvb, name->start - 10);
    type = tvb_get_ntohs(name->ds_tvb, name->start + name->length);
    if (type != DNS_A && type != DNS_AAAA)
        return;
    text = slice_from_string(fvalue_get_string(FIELD_VALUE(name)));
    if (!(flags & DNS_RESPONSE)) {
        asker = intake_endpoint(&pinfo->src, 0);
        names_learn_query(capture_names(c), text, &asker, pinfo->num, intake_time(pinfo));
        return;
    }
    count = read_addresses(tree, F_DNS_A, 4, addresses, 0);
    count = read_addresses(tree, F_DNS_AAAA, 16, addresses, count);
    if (count == 0 && type == DNS_AAAA && (flags & DNS_RCODE) != DNS_NXDOMAIN) {
        names_learn_empty(capture_names(c), text, intake_time(pinfo));
        return;
    }
    asker = intake_endpoint(&pinfo->dst, 0);
    names_learn_answer(capture_names(c), text, &asker, (uint16_t)(flags & DNS_RCODE), addresses, count, pinfo->num,
                       intake_time(pinfo));
}

/* IP fragments: what Wireshark has not put together it shows as data behind the IP header. */

/* Is the header in front of these bytes that of a first fragment of a UDP datagram? */
static bool is_first_fragment(tvbuff_t *tvb, int at)
{
    if (at >= 8 && tvb_octet(tvb, at - 8) == PROTOCOL_UDP && tvb_octet(tvb, at - 7) == 0 &&
        tvb_get_ntohs(tvb, at - 6) == 1) /* IPv6: reserved, offset 0, more fragments (RFC 8200 4.5) */
        return true;
    for (int head = 20; head <= 60 && head <= at; head += 4)
        if (tvb_octet(tvb, at - head) == 0x40 + head / 4)
            return tvb_octet(tvb, at - head + 9) == PROTOCOL_UDP &&
                   (tvb_get_ntohs(tvb, at - head + 6) & 0x3fff) == 0x2000;
    return false;
}

static void learn_fragment(struct capture *c, const packet_info *pinfo, proto_tree *tree)
{
    const field_info *fi = layer_outermost(tree, L_DATA);
    struct sip_message m;
    struct identity id;
    struct arrival a;
    const char *bytes;
    int len;

    if (!fi || fi->length < 64 || !is_first_fragment(fi->ds_tvb, fi->start))
        return;
    len = MIN(fi->length, (int)tvb_captured_length(fi->ds_tvb) - fi->start) - 8;
    if (len < 64)
        return;
    bytes = (const char *)tvb_get_ptr(fi->ds_tvb, fi->start + 8, len);
    if (!sip_message_looks_like(bytes, (size_t)len, FRAMING_DATAGRAM) ||
        !sip_message_parse(&m, bytes, (size_t)len, (size_t)len + 1, FRAMING_DATAGRAM))
        return;
    a = (struct arrival){.frame = pinfo->num, .time = intake_time(pinfo), .transport = TRANSPORT_UDP};
    a.src = intake_endpoint(&pinfo->src, tvb_get_ntohs(fi->ds_tvb, fi->start));
    a.dst = intake_endpoint(&pinfo->dst, tvb_get_ntohs(fi->ds_tvb, fi->start + 2));
    identity_read(&id, &m);
    capture_learn_fragment(c, &m, &id, &a);
}

void network_learn(struct capture *c, packet_info *pinfo, proto_tree *tree, unsigned layers)
{
    if (layers_have(layers, L_ICMP))
        learn_icmp(c, pinfo, layer_innermost(tree, L_ICMP), 3);
    else if (layers_have(layers, L_ICMPV6))
        learn_icmp(c, pinfo, layer_innermost(tree, L_ICMPV6), 1);
    else if (layers_have(layers, L_TCP))
        learn_tcp(c, pinfo, layer_innermost(tree, L_TCP));
    else if (layers_have(layers, L_DNS))
        learn_dns(c, pinfo, tree);
    else if (layers_have(layers, L_DATA) && !layers_have(layers, L_UDP) && !layers_have(layers, L_SIP))
        learn_fragment(c, pinfo, tree);
}
