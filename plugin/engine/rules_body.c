/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bodies: Content-Type, multipart (RFC 2046), session descriptions (RFC 8866, RFC 3264).
 */
#include "rules.h"

#include "chars.h"
#include "mediatype.h"
#include "multipart.h"
#include "sdp.h"

/* RFC 3261 table 2: a CANCEL has no use for a body. */
#define TAKES_BODY (ANY_METHOD & ~(unsigned)M_CANCEL)
/* Where session descriptions are offers and answers (RFC 3261 13, RFC 3262 5, RFC 3311 5): nobody else needs any. */
#define OFFERS (M_INVITE | M_ACK | M_PRACK | M_UPDATE)

static bool is_padding(struct slice text)
{
    for (uint32_t i = 0; i < text.len; i++)
        if (text.at[i] != '\0' && !char_is(text.at[i], C_LWS))
            return false;
    return true;
}

/* Is the body at hand as its sender meant it? A cut, or a length that does not fit, leaves nothing to say about it. */
static bool body_is_whole(const struct sip_message *m)
{
    struct slice surplus = slice_from(m->rest, m->body.len);

    if (m->cut || !m->has_header_end || m->headers_left_out)
        return false;
    if (!m->first[H_CONTENT_LENGTH])
        return m->framing == FRAMING_DATAGRAM;
    return m->content_length_ok && m->content_length <= m->rest.len &&
           (is_padding(surplus) ||
            (m->framing == FRAMING_STREAM && sip_message_looks_like(surplus.at, surplus.len, FRAMING_STREAM)));
}

static struct slice first_line(struct slice text)
{
    int64_t lf = slice_find(text, '\n');
    return slice_trim(lf < 0 ? text : slice_of(text.at, (size_t)lf));
}

static bool begins_with(struct slice text, const char *beginning)
{
    struct slice due = slice_from_string(beginning);
    return text.len >= due.len && slice_equal(slice_of(text.at, due.len), due);
}

/* The type that a body shows by itself; NULL when it does not. */
static const char *apparent_type(struct slice body)
{
    static const struct {
        const char *beginning, *type;
    } types[] = {
        {"v=0\r", "application/sdp"},
        {"v=0\n", "application/sdp"},
        {"SIP/2.0 ", "message/sipfrag"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
        if (begins_with(body, types[i].beginning))
            return types[i].type;
    return NULL;
}

static void repair_type(struct scene *s)
{
    const char *type = body_is_whole(s->m) ? apparent_type(s->m->body) : NULL;

    if (type)
        fault_repair(s, "Content-Type: %s", type);
}

/* "the session description has no t= line", "m=audio has a port above 65535: \"70000\"" */
static void session_flaw(struct scene *s, const struct sdp *sdp, const struct sdp_flaw *flaw)
{
    char subject[QUOTE], quote[QUOTE];
    const char *missing = flaw->missing == 'c' ? ", and the session has none" : "";

    if (flaw->subject.len)
        slice_print(flaw->subject, subject, sizeof subject / 2);
    else
        g_strlcpy(subject, "the session description", sizeof subject);
    if (flaw->missing)
        ADD(s, sdp_malformed, H_BODY, flaw->flaw.where, "%s has %s%s", subject, flaw->flaw.what, missing);
    else
        fault_add(s, CAUSE_sdp_malformed, flaw_certainty(&flaw->flaw, CERTAIN), H_BODY, flaw->flaw.where,
                  "%s has %s: \"%s\"", subject, flaw->flaw.what, slice_print(flaw->flaw.where, quote, sizeof quote));
    if (flaw->instead)
        fault_repair(s, "%s", flaw->instead);
    else if (flaw->missing == 'c' && sdp->connected.len)
        fault_repair(s, "c=%.*s", (int)sdp->connected.len, sdp->connected.at);
}

static void session_description(struct scene *s, struct slice text)
{
    struct sdp sdp;

    if (is_padding(text))
        return;
    sdp_check(&sdp, text);
    for (uint32_t i = 0; i < sdp.flaw_count; i++)
        session_flaw(s, &sdp, &sdp.flaws[i]);
    /* RFC 3264 5: an offer of no stream is legal. */
    if (sdp.media == 0 && sdp.flaw_count == 0)
        fault_add(s, CAUSE_sdp_malformed, LEGAL, H_BODY, slice_trim(text), "the session description has no m= line");
}

static bool is_sdp(struct slice content_type)
{
    struct media_type mt;

    media_type_parse(&mt, content_type);
    return media_type_is(&mt, "application", "sdp");
}

/* What the boundary should be, from a body that begins with its first delimiter. */
static struct slice apparent_boundary(struct slice body)
{
    struct slice line = first_line(body);
    struct flaw flaw = {0};

    if (!begins_with(line, "--"))
        return SLICE_NONE;
    boundary_check(slice_from(line, 2), &flaw);
    return flaw.what ? SLICE_NONE : slice_from(line, 2);
}

/* A boundary that can be looked for; the flaws that keep it from being one are added. */
static bool usable_boundary(struct scene *s, const struct media_type *mt)
{
    struct slice there = apparent_boundary(s->m->body);
    struct flaw flaw = {0};

    if (!mt->boundary.at) {
        ADD(s, multipart_malformed, H_CONTENT_TYPE, sip_message_value(s->m, H_CONTENT_TYPE),
            "Content-Type is multipart and names no boundary");
        if (there.len)
            fault_repair(s, "Content-Type: %.*s/%.*s;boundary=\"%.*s\"", (int)mt->type.len, mt->type.at,
                         (int)mt->subtype.len, mt->subtype.at, (int)there.len, there.at);
        return false;
    }
    boundary_check(mt->boundary, &flaw);
    if (flaw.what && flaw.where.len == 0)
        flaw.where = sip_message_value(s->m, H_CONTENT_TYPE);
    if (flaw.what)
        fault_add_flaw(s, CAUSE_multipart_malformed, CERTAIN, H_CONTENT_TYPE, &flaw);
    return mt->boundary.len && slice_find(mt->boundary, '\\') < 0;
}

static void last_delimiter(struct scene *s, const struct multipart *mp)
{
    struct slice body = slice_trim(s->m->body);
    const char *last = slice_end(body);
    char boundary[QUOTE];

    if (mp->closed || mp->unclear)
        return;
    while (last > body.at && last[-1] != '\n')
        last--;
    slice_print(mp->boundary, boundary, sizeof boundary);
    if (mp->glued)
        fault_add(s, CAUSE_multipart_malformed, TOLERATED, H_BODY, slice_between(last, slice_end(body)),
                  "the closing delimiter \"--%s--\" does not stand on a line of its own", boundary);
    else
        ADD(s, multipart_malformed, H_BODY, slice_between(last, slice_end(body)),
            "the body has no line \"--%s--\" at its end", boundary);
    fault_repair(s, "--%.*s--", (int)mp->boundary.len, mp->boundary.at);
}

static void parts(struct scene *s, const struct media_type *mt)
{
    struct multipart mp;
    struct mime_part part;
    bool described = false;
    char boundary[QUOTE];

    if (mt->flaw.weight > FLAW_ODD || !usable_boundary(s, mt))
        return;
    multipart_open(&mp, s->m->body, mt->boundary);
    if (!mp.in_parts && !mp.unclear) {
        ADD(s, multipart_malformed, H_BODY, first_line(s->m->body), "the body has no line \"--%s\" that opens a part",
            slice_print(mt->boundary, boundary, sizeof boundary));
        return;
    }
    while (multipart_next(&mp, &part)) {
        if (part.stray_row.at && !described && !mp.unclear) {
            char quote[QUOTE];
            ADD(s, multipart_malformed, H_BODY, part.stray_row, "among the headers of a part stands \"%s\"",
                slice_print(part.stray_row, quote, sizeof quote));
            described = true;
        } else if ((s->method & OFFERS) && !described && !part.encoded && is_sdp(part.content_type)) {
            session_description(s, part.body);
            described = true; /* RFC 5621 3: one of them is the session's */
        }
    }
    if (mp.in_parts)
        last_delimiter(s, &mp);
}

static void content_type(struct scene *s)
{
    const struct sip_message *m = s->m;
    struct media_type mt;
    bool read = m->content_length_ok ? m->content_length > 0 : m->body.len > 0;

    media_type_parse(&mt, sip_message_value(m, H_CONTENT_TYPE));
    if (mt.flaw.what) { /* 8.2.2: without a body nobody needs the header */
        fault_add_flaw(s, CAUSE_content_type_malformed, read ? CERTAIN : TOLERATED, H_CONTENT_TYPE, &mt.flaw);
        if (mt.flaw.weight == FLAW_GRAVE)
            repair_type(s);
    }
    if (mt.flaw.weight == FLAW_GRAVE || !body_is_whole(m) || is_padding(m->body) || m->first[H_CONTENT_ENCODING] ||
        m->first[H_CONTENT_TYPE] != m->last[H_CONTENT_TYPE])
        return;
    if (media_type_is(&mt, "multipart", NULL))
        parts(s, &mt);
    else if ((s->method & OFFERS) && media_type_is(&mt, "application", "sdp"))
        session_description(s, m->body);
}

static void body_without_type(struct scene *s)
{
    const struct sip_message *m = s->m;

    if (m->first[H_CONTENT_TYPE] || m->body.len == 0 || !body_is_whole(m))
        return;
    if (!is_padding(m->body)) {
        ADD(s, content_type_missing, H_CONTENT_TYPE, first_line(m->body),
            "there is a body of %u octets and no Content-Type header", m->body.len);
        repair_type(s);
    } else if (m->content_length_ok) {
        fault_add(s, CAUSE_content_type_missing, TOLERATED, H_CONTENT_TYPE, m->body,
                  "there is a body, of nothing but white space, and no Content-Type header");
    }
}

/* RFC 3903 4.1: an initial publication has a body; any other one names the entity tag of what was published. */
static void publication(struct scene *s)
{
    if (!s->m->first[H_SIP_IF_MATCH] && body_is_whole(s->m) && is_padding(s->m->body))
        ADD(s, body_missing, H_BODY, s->m->start_line, "the PUBLISH has neither a body nor a SIP-If-Match header");
}

/* RFC 3515 2.4.4: each NOTIFY of a refer subscription carries a message/sipfrag. Other packages may have nothing to
 * say, in the states pending and terminated above all. */
static void refer_progress(struct scene *s)
{
    struct slice event = sip_message_value(s->m, H_EVENT);

    event.len = span(event, C_TOKEN);
    if (slice_is_nocase(event, "refer") && body_is_whole(s->m) && is_padding(s->m->body))
        fault_add(s, CAUSE_body_missing, LEGAL, H_BODY, s->m->start_line,
                  "the NOTIFY for a REFER has no message/sipfrag body");
}

static struct slice require_siprec(const struct sip_message *m)
{
    for (const struct sip_header *row = sip_message_header(m, H_REQUIRE); row; row = sip_message_next(m, row)) {
        struct slice rest = row->value;

        while (rest.len) {
            int64_t comma = slice_find(rest, ',');
            struct slice tag = slice_trim(comma < 0 ? rest : slice_of(rest.at, (size_t)comma));

            if (slice_is_nocase(tag, "siprec"))
                return tag;
            rest = slice_from(rest, comma < 0 ? rest.len : (uint32_t)comma + 1);
        }
    }
    return SLICE_NONE;
}

/* What a recording session needs, as one body or in parts. */
struct recording {
    struct slice sdp;
    bool metadata;
};

static void recording_body(struct recording *r, struct slice type, struct slice body)
{
    struct media_type mt;

    media_type_parse(&mt, type);
    if (media_type_is(&mt, "application", "sdp"))
        r->sdp = body;
    else if (slice_is_nocase(slice_of(mt.subtype.at, MIN(mt.subtype.len, 11u)), "rs-metadata")) /* often with "+xml" */
        r->metadata = true;
}

static void find_recording(struct recording *r, const struct sip_message *m)
{
    struct media_type mt;
    struct multipart mp;
    struct mime_part part;

    *r = (struct recording){SLICE_NONE, false};
    media_type_parse(&mt, sip_message_value(m, H_CONTENT_TYPE));
    if (!media_type_is(&mt, "multipart", NULL)) {
        recording_body(r, sip_message_value(m, H_CONTENT_TYPE), m->body);
        return;
    }
    if (mt.boundary.len == 0)
        return;
    multipart_open(&mp, m->body, mt.boundary);
    while (multipart_next(&mp, &part))
        recording_body(r, part.content_type, part.body);
}

/* RFC 7866 7.1, 9.1. The metadata may come later, the SDP in the answer to a 2xx: neither is more than a suspicion. */
static void recording_session(struct scene *s)
{
    struct slice tag = require_siprec(s->m), type = sip_message_value(s->m, H_CONTENT_TYPE);
    struct recording r;
    struct sdp sdp;
    char quote[QUOTE];

    if (!tag.at || s->id->to.tag.len || !body_is_whole(s->m) || s->m->first[H_CONTENT_ENCODING])
        return;
    if (is_padding(s->m->body)) {
        ADD(s, siprec_requirements, H_REQUIRE, tag, "the INVITE asks for a recording session and has no body");
        return;
    }
    if (!type.len)
        return;
    find_recording(&r, s->m);
    if (!r.sdp.at) {
        ADD(s, siprec_requirements, H_CONTENT_TYPE, type,
            "the INVITE asks for a recording session and has no session description");
        return;
    }
    sdp_check(&sdp, r.sdp);
    if (sdp.unlabeled.at)
        ADD(s, siprec_requirements, H_BODY, sdp.unlabeled, "a stream of the recording session has no a=label: \"%s\"",
            slice_print(sdp.unlabeled, quote, sizeof quote));
    if (!r.metadata)
        ADD(s, siprec_requirements, H_CONTENT_TYPE, type,
            "the INVITE asks for a recording session and has no rs-metadata part");
}

/* clang-format off */
const struct rule body_rules[] = {
    {content_type, TAKES_BODY, H_CONTENT_TYPE},
    {body_without_type, TAKES_BODY, H_OTHER},
    {publication, M_PUBLISH, H_OTHER},
    {refer_progress, M_NOTIFY, H_EVENT},
    {recording_session, M_INVITE, H_REQUIRE},
    {0},
};
/* clang-format on */
