/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "refusals.h"

#include "answers.h"
#include "chars.h"
#include "history.h"
#include "hops.h"
#include "returned.h"
#include "siblings.h"
#include "status_guide.h"

#define QUOTE 96

/* What is known of a refusal. `t` is the transaction that is judged, `origin` the one on the farthest hop that was
 * refused with the same code: its request is what the refuser saw. */
struct refusal {
    const struct transaction *t, *origin;
    const struct transaction *accepted; /* a request of the same kind that was accepted, or NULL */
    uint16_t status;
    struct history history;
    bool has_history;
};

/* How much a fault weighs as the reason for a refusal; smaller is weightier. */
enum weight {
    CONFIRMED,       /* certain, and the responder says so */
    SURE,            /* certain */
    NAMED,           /* receivers accept it as a rule, but the responder names it */
    KNOWN_TO_UPSET,  /* ... but the responder's stack is known to mind it */
    SUFFERED,        /* receivers accept it as a rule */
    ACCEPTED_BEFORE, /* certain, yet the same responder accepted it from the same sender */
    LEAST,           /* legal, but known to upset some stacks; or answered with another code as a rule */
    NO_REASON,
};

static bool was_accepted(const struct refusal *r, const struct fault *fault)
{
    const struct sighting *request = r->accepted ? r->accepted->request : NULL;

    for (uint16_t i = 0; request && i < request->extras->fault_count; i++)
        if (request->extras->faults[i].cause == fault->cause && request->extras->faults[i].header == fault->header)
            return true;
    return false;
}

/* A code of its own is about one place of the request: what is wrong there explains it. 479 is about nothing but the
 * form of the URI. */
static enum weight weigh_for_code(const struct refusal *r, const struct fault *fault)
{
    const struct answer *answer = answer_for(r->status);

    if (cause_get(fault->cause)->status == r->status)
        return CONFIRMED;
    if (!answer || fault->header != answer->about)
        return NO_REASON;
    if (fault->certainty == CERTAIN)
        return SURE;
    if (r->status == 479)
        return LEAST;
    return fault->certainty == TOLERATED && answer->about != H_REQUEST_LINE ? SUFFERED : NO_REASON;
}

static enum weight weigh(const struct refusal *r, const struct verdict *v, const struct fault *fault)
{
    bool named = v->claim && claim_agrees(v->claim, fault);
    uint16_t draws = cause_get(fault->cause)->status;

    if (r->status != 400)
        return weigh_for_code(r, fault);
    if (fault->cause == CAUSE_max_forwards_zero || draws == 0)
        return NO_REASON; /* answered 483, never 400 (16.3) */
    if (fault->certainty == CERTAIN)
        return named ? CONFIRMED : was_accepted(r, fault) ? ACCEPTED_BEFORE : SURE;
    if (named)
        return NAMED;
    if (v->stack && stack_quirk(v->stack, fault->cause))
        return KNOWN_TO_UPSET;
    return fault->certainty == TOLERATED ? SUFFERED : LEAST;
}

/* Of two faults of one weight, which comes first: the one in the weightier header, then the graver one. */
static bool comes_first(const struct fault *a, const struct fault *b)
{
    unsigned rank_a = header_rank(a->header), rank_b = header_rank(b->header);

    return rank_a != rank_b ? rank_a < rank_b : a->certainty < b->certainty;
}

static const struct fault *weightiest(const struct refusal *r, const struct verdict *v, enum weight *weight)
{
    const struct sighting *request = r->origin->request;
    const struct fault *best = NULL;

    *weight = NO_REASON;
    for (uint16_t i = 0; i < request->extras->fault_count; i++) {
        const struct fault *fault = &request->extras->faults[i];
        enum weight w = weigh(r, v, fault);

        if (w < *weight || (best && w == *weight && comes_first(fault, best))) {
            best = fault;
            *weight = w;
        }
    }
    return best;
}

const struct fault *refusal_silent(const struct sighting *request)
{
    const struct fault *best = NULL;

    for (uint16_t i = 0; i < request->extras->fault_count; i++) {
        const struct fault *fault = &request->extras->faults[i];

        if (fault->certainty == CERTAIN && header_rank(fault->header) <= header_rank(H_CONTENT_LENGTH) &&
            (!best || comes_first(fault, best)))
            best = fault;
    }
    return best;
}

/* Words. */

/* Who says it is told where it is known: by name, or by the shape of the answer. */
static void say_words(struct verdict *v, const struct reply *reply, const char *lead)
{
    char words[256];

    claim_words(reply, words, sizeof words);
    if (!words[0])
        return;
    verdict_say(v, "%sthe responder", lead);
    if (v->stack)
        verdict_say(v, v->stack_by_name ? " (%s)" : " (%s, by the shape of its answer)", stack_name(v->stack));
    verdict_say(v, strchr(words, '"') ? " says: %s" : " says \"%s\"", words);
}

/* A phrase that only repeats what the code says anyway. */
static bool says_nothing(const struct reply *reply)
{
    char words[256];

    claim_words(reply, words, sizeof words);
    return words[0] == '\0' || g_ascii_strcasecmp(words, "Bad Request") == 0;
}

static void say_origin(struct verdict *v, const struct refusal *r)
{
    char from[ENDPOINT_TEXT_SIZE];

    if (r->origin != r->t)
        verdict_say(v, "the %u comes from further on, from %s, which refused the request in frame %u: ", r->status,
                    endpoint_print(&r->origin->dst, from), r->origin->request->frame);
}

static void say_read_before(struct verdict *v, const struct refusal *r)
{
    const struct sighting *provisional = r->origin->provisional;

    if (provisional)
        verdict_say(v, "; a %u came first, so the next hop had read the request", provisional->status);
}

static void point_at(struct verdict *v, enum cause_id cause, enum certainty certainty, enum header_id header,
                     uint32_t offset, uint32_t length)
{
    v->made =
        (struct fault){.cause = cause, .certainty = certainty, .header = header, .offset = offset, .length = length};
    v->made.text = cause_get(cause)->title;
    v->fault = &v->made;
    v->header = header;
}

/* 400. */

/* What RFC 2543 allowed is no error; the other lesser instances of a cause are, by the letter of the grammar. */
static bool is_rfc2543_habit(const struct fault *fault)
{
    switch (fault->cause) {
    case CAUSE_missing_max_forwards:
    case CAUSE_via_branch_missing:
    case CAUSE_from_tag_missing:
    case CAUSE_contact_missing: return true;
    default: return false;
    }
}

static void by_fault(struct verdict *v, const struct refusal *r, const struct fault *fault, enum weight weight)
{
    const struct reply *reply = r->origin->reply;
    bool doubt = weight == SURE && (!says_nothing(reply) || r->origin->provisional ||
                                    header_rank(fault->header) > header_rank(H_CONTENT_LENGTH));
    enum confidence confidence = weight == CONFIRMED || (weight == SURE && !doubt) || weight == NAMED
                                     ? CONFIDENCE_CERTAIN
                                 : weight <= KNOWN_TO_UPSET ? CONFIDENCE_LIKELY
                                                            : CONFIDENCE_POSSIBLE;

    verdict_blame(v, fault->cause, confidence, r->origin->request);
    v->fault = fault;
    v->header = fault->header;
    verdict_say(v, "%s", fault->text);
    if (weight == KNOWN_TO_UPSET || (weight == NAMED && v->stack && stack_quirk(v->stack, fault->cause)))
        verdict_say(v, "; %s", stack_quirk(v->stack, fault->cause));
    else if (weight == LEAST && fault->certainty == SUSPECT && cause_get(fault->cause)->status != r->status)
        verdict_say(v, ", which draws %u as a rule", cause_get(fault->cause)->status);
    else if (weight == LEAST && cause_get(fault->cause)->certainty != LEGAL && !is_rfc2543_habit(fault))
        verdict_say(v, ", which nearly all receivers accept");
    else if (weight == LEAST)
        verdict_say(v, ", which is no error by itself but upsets some receivers");
    else if (weight == SUFFERED)
        verdict_say(v, ", which most receivers accept");
    else if (weight == ACCEPTED_BEFORE)
        verdict_say(v, ", but the same receiver accepted that in frame %u", r->accepted->request->frame);
    if (!says_nothing(reply))
        say_words(v, reply, v->claim && !claim_agrees(v->claim, fault) ? "; but " : "; ");
    say_read_before(v, r);
}

/* Where the request itself shows it: the branch in Via, the value of CSeq. */
static void point_at_row(struct verdict *v, const struct refusal *r, const struct history *h)
{
    const struct transaction *t = r->origin;
    struct sip_message m;
    struct slice where;

    if ((h->header != H_VIA && h->header != H_CSEQ) || !transaction_read_held(t, &m))
        return;
    where = sip_message_value(&m, h->header);
    if (h->header == H_VIA && where.len) {
        struct slice rest = where;
        struct via via;
        via_parse(&via, &rest);
        where = via.branch;
    }
    if (where.len)
        point_at(v, h->cause, h->certainty, h->header, transaction_held_offset(t, where), where.len);
}

static void by_history(struct verdict *v, const struct refusal *r, bool named)
{
    const struct history *h = &r->history;
    const struct sighting *request = r->origin->request;
    bool sure =
        h->certainty == CERTAIN && (named || r->status == 500 ||
                                    (h->cause == CAUSE_branch_reuse_different_cseq && says_nothing(r->origin->reply)));

    verdict_blame(v, h->cause,
                  sure                      ? CONFIDENCE_CERTAIN
                  : h->certainty == CERTAIN ? CONFIDENCE_LIKELY
                                            : CONFIDENCE_POSSIBLE,
                  h->cause == CAUSE_stream_framing_desync ? h->before : request);
    v->header = h->header;
    point_at_row(v, r, h);
    verdict_say(v, "%s", h->text);
    if (!says_nothing(r->origin->reply))
        say_words(v, r->origin->reply, "; ");
}

/* The responder misses what the bytes have. */
static bool bytes_disprove(const struct refusal *r, enum cause_id cause, enum header_id header)
{
    struct sip_message m;

    if (!transaction_read_held(r->origin, &m))
        return false;
    switch (cause) {
    case CAUSE_missing_via:
    case CAUSE_missing_from:
    case CAUSE_missing_to:
    case CAUSE_missing_call_id:
    case CAUSE_missing_cseq:
    case CAUSE_missing_max_forwards:
    case CAUSE_contact_missing:
    case CAUSE_event_missing:
    case CAUSE_subscription_state_missing:
    case CAUSE_content_type_missing:
    case CAUSE_content_length_missing_on_stream: return sip_message_value(&m, header).len > 0;
    case CAUSE_sip_version_unsupported: return slice_is_nocase(m.version, "SIP/2.0");
    default: return false;
    }
}

/* The responder names a cause, and the bytes do not show it. */
static void by_claim(struct verdict *v, const struct refusal *r)
{
    bool cut = r->origin->request->cut;
    enum cause_id cause = claim_cause(v->claim, NULL);
    bool disproved = bytes_disprove(r, cause, v->claim->header);

    verdict_blame(v, cause, disproved ? CONFIDENCE_POSSIBLE : CONFIDENCE_LIKELY, r->origin->final);
    v->header = v->claim->header;
    say_words(v, r->origin->reply, "");
    if (disproved)
        verdict_say(v, cause == CAUSE_sip_version_unsupported ? "; but the version in the request is SIP/2.0"
                                                              : "; but the request has one as it was captured here");
    else
        verdict_say(v, cut ? "; the capture holds only a part of the request" : "; the request's bytes do not show it");
}

/* The responder sent the request back, and it is not what the capture holds. */
static bool by_returned(struct verdict *v, const struct refusal *r)
{
    const struct returned *returned = r->origin->extras->returned;
    char seen[QUOTE], came[QUOTE];

    if (!returned_shows_change(returned))
        return false;
    verdict_blame(v, CAUSE_altered_by_alg, CONFIDENCE_LIKELY, r->origin->final);
    v->header = returned->fault.cause ? returned->fault.header : returned->header;
    verdict_say(v, "the responder sent the request back in frame %u, and it is not the one that was captured: ",
                r->origin->final->frame);
    if (returned->header != H_OTHER)
        verdict_say(v, "%s was \"%s\" and came as \"%s\"", header_name(returned->header),
                    slice_print(returned->seen, seen, sizeof seen), slice_print(returned->came, came, sizeof came));
    if (returned->fault.cause)
        verdict_say(v, "%s%s", returned->header != H_OTHER ? "; " : "", returned->fault.text);
    return true;
}

/* A request of the same kind was accepted: in what do they differ? */
static void say_sibling(struct verdict *v, const struct refusal *r)
{
    const struct transaction *accepted = r->accepted;
    struct sip_message mine, theirs;
    char difference[320];

    if (!accepted || !transaction_read_held(r->origin, &mine) || !transaction_read_held(accepted, &theirs))
        return;
    siblings_difference(&mine, &theirs, difference, sizeof difference);
    verdict_say(v, "; the %.*s in frame %u, between the same hosts, was accepted%s%s", (int)accepted->method.len,
                accepted->method.at, accepted->request->frame, difference[0] ? ": " : ", and has the same headers",
                difference);
}

/* Well formed, but with features on which parsers have been seen to fail. */
static const char *strain_of(const struct refusal *r)
{
    struct sip_message m;
    unsigned hops = 0;

    if (!transaction_read_held(r->origin, &m))
        return NULL;
    for (uint16_t i = 0; i < m.header_count; i++) {
        if (slice_find(m.headers[i].row, '\n') >= 0)
            return "it has a header that is folded over several lines";
        if (m.headers[i].row.len > 1024)
            return "it has a header row of more than 1024 octets";
        hops += m.headers[i].id == H_VIA || m.headers[i].id == H_RECORD_ROUTE;
    }
    if (hops > 20)
        return "it has more than 20 rows of Via and Record-Route";
    return m.header_count > 64 ? "it has more than 64 header rows" : NULL;
}

static void by_nothing(struct verdict *v, const struct refusal *r)
{
    const struct sighting *request = r->origin->request, *provisional = r->origin->provisional;
    const char *strain = request->cut || provisional ? NULL : strain_of(r);
    const struct sighting *progress = hops_progress(r->origin);
    enum cause_id cause = request->cut                    ? CAUSE_cannot_tell
                          : progress || r->origin != r->t ? CAUSE_rejected_downstream
                          : strain                        ? CAUSE_parser_limit_or_bug
                                                          : CAUSE_application_policy;

    verdict_blame(v, cause, CONFIDENCE_POSSIBLE, request);
    verdict_say(v, request->cut ? "the capture holds only a part of the request, and that part shows no fault"
                                : "no fault found in the request's bytes");
    if (progress)
        verdict_say(
            v,
            "; a %u came first, so it had been read and passed on: the refusal comes from further on, or from the "
            "application",
            progress->status);
    else if (provisional)
        verdict_say(v,
                    "; a %u came first, so the next hop had read it: what is left is the application, policy, or a hop "
                    "further on",
                    provisional->status);
    else if (cause == CAUSE_application_policy)
        verdict_say(v, ": what is left is the application or the policy of the responder");
    else if (cause == CAUSE_parser_limit_or_bug)
        verdict_say(v, ", but %s, which some parsers do not take", strain);
    if (r->origin->extras->returned)
        verdict_say(v, "; the responder sent the request back, and it had arrived as it was captured");
    if (!says_nothing(r->origin->reply))
        say_words(v, r->origin->reply, "; ");
    if (!request->cut)
        say_sibling(v, r);
}

/* To carries a tag that no dialog of the call knows. */
static bool by_tag(struct verdict *v, const struct refusal *r)
{
    struct history h;
    bool surely;

    if (!history_to_tag(&h, r->origin, &surely))
        return false;
    verdict_blame(v, h.cause, surely ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE, r->origin->request);
    point_at(v, h.cause, SUSPECT, H_TO, r->origin->to_tag_offset, r->origin->to_tag.len);
    verdict_say(v, "%s", h.text);
    return true;
}

static void explain_400(struct verdict *v, struct refusal *r)
{
    enum weight weight;
    const struct fault *fault = weightiest(r, v, &weight);
    struct fault past = {.cause = r->history.cause, .header = r->history.header};
    bool past_named = r->has_history && v->claim && claim_agrees(v->claim, &past);
    bool past_weighs = r->has_history && r->history.certainty == CERTAIN;

    say_origin(v, r);
    if (weight == CONFIRMED)
        by_fault(v, r, fault, weight);
    else if (past_named)
        by_history(v, r, true);
    else if (weight <= SURE)
        by_fault(v, r, fault, weight);
    else if (weight == NAMED)
        by_fault(v, r, fault, weight);
    else if (by_returned(v, r))
        ;
    else if (v->claim && claim_cause(v->claim, NULL) != CAUSE_NONE)
        by_claim(v, r);
    else if (past_weighs || (r->has_history && r->history.cause == CAUSE_stream_framing_desync))
        by_history(v, r, false);
    else if (weight == KNOWN_TO_UPSET)
        by_fault(v, r, fault, weight);
    else if (by_tag(v, r))
        ;
    else if (weight < NO_REASON)
        by_fault(v, r, fault, weight);
    else if (r->has_history)
        by_history(v, r, false);
    else
        by_nothing(v, r);
}

/* The other codes. */

/* The row of the request that the code is about. */
static bool find_row(const struct sip_message *m, enum header_id header, struct slice *row)
{
    const struct sip_header *found = header < H_COUNT ? sip_message_header(m, header) : NULL;

    *row = header == H_REQUEST_LINE ? m->start_line : found ? found->row : SLICE_NONE;
    return row->len > 0;
}

/* 420: the option tag may stand in Require, for the server, or in Proxy-Require, for a proxy. 423: a REGISTER may ask
 * for its time in Contact. */
static enum header_id second_choice(enum header_id header)
{
    switch (header) {
    case H_REQUIRE: return H_PROXY_REQUIRE;
    case H_EXPIRES: return H_CONTACT;
    case H_GEOLOCATION: return H_CONTENT_TYPE;
    default: return H_OTHER;
    }
}

/* Is the token among those of a comma-separated list? */
static bool lists(struct slice list, struct slice token)
{
    while (list.len) {
        int64_t comma = slice_find(list, ',');
        struct slice item = comma < 0 ? list : slice_of(list.at, (size_t)comma);

        if (slice_equal(slice_trim(item), token))
            return true;
        list = slice_from(list, comma < 0 ? list.len : (uint32_t)comma + 1);
    }
    return false;
}

static void by_code(struct verdict *v, const struct refusal *r)
{
    v->evidence = r->origin->final;
    v->confidence = CONFIDENCE_CERTAIN;
    verdict_say(v, "the request was refused with %u", r->status);
    if (r->status == 487) { /* a CANCEL may have taken another path */
        v->confidence = CONFIDENCE_POSSIBLE;
        verdict_say(v, ", and the capture holds no CANCEL for it");
    }
}

/* What the code is about in this request: the cause, the header and what to say of it. Two codes need a second look: a
 * 415 may be about the encoding, and hops may have run out further on. */
static struct answer sharpen(const struct answer *answer, const struct sip_message *m, const struct reply *reply)
{
    struct answer sharp = *answer;
    uint64_t hops;

    if (answer->status == 415 && sip_message_header(m, H_CONTENT_ENCODING) && reply->answer_header != H_ACCEPT) {
        sharp.cause = CAUSE_content_encoding_undecodable;
        sharp.about = H_CONTENT_ENCODING;
        sharp.text = "the responder does not take a body of this encoding";
    } else if (answer->status == 505 && slice_is_nocase(m->version, "SIP/2.0")) {
        sharp.cause = CAUSE_NONE;
    } else if (answer->status == 483 && digits_value(sip_message_value(m, H_MAX_FORWARDS), &hops) && hops > 0) {
        sharp.cause = CAUSE_loop_or_breadth;
        sharp.text = "the request ran out of hops further on, in a loop or on a very long way";
    }
    return sharp;
}

static void by_answer(struct verdict *v, const struct refusal *r, const struct answer *found)
{
    const struct transaction *t = r->origin;
    struct sip_message m;
    bool read = transaction_read_held(t, &m);
    struct answer answer = read ? sharpen(found, &m, t->reply) : *found;
    enum header_id about = answer.about;
    struct slice row;
    char mine[QUOTE], theirs[QUOTE];
    bool there = read && find_row(&m, about, &row);

    if (answer.cause == CAUSE_NONE) {
        by_code(v, r);
        v->confidence = CONFIDENCE_POSSIBLE;
        verdict_say(v, ", although it says SIP/2.0, as it should");
        return;
    }
    if (read && !there && (about = second_choice(answer.about)) != H_OTHER)
        there = find_row(&m, about, &row);
    verdict_blame(v, answer.cause, CONFIDENCE_CERTAIN, t->request);
    verdict_say(v, "%s", answer.text);
    if (answer.cause == CAUSE_message_too_large) {
        verdict_say(v, "; it is %u octets long", t->size);
    } else if (there) {
        point_at(v, answer.cause, cause_get(answer.cause)->certainty, about, transaction_held_offset(t, row), row.len);
        verdict_say(v, "; the request has \"%s\"", slice_print(row, mine, sizeof mine));
    } else if (answer.about < H_COUNT && read) {
        v->header = answer.about;
        verdict_say(v, "; the request has no %s", header_name(answer.about));
    }
    if (t->reply->answer.len)
        verdict_say(v, there ? ", the response \"%s: %s\"" : "; the response has \"%s: %s\"",
                    header_name(t->reply->answer_header), slice_print(t->reply->answer, theirs, sizeof theirs));
    if (answer.explains == H_ALLOW && lists(t->reply->answer, t->method))
        verdict_say(v, ", which lists the method all the same: it is this address, or this moment, that it is not for");
    /* Without the header in the request, or a hint in the response, the code is all there is. */
    if (!there && answer.about < H_COUNT && !t->reply->answer.len && !answer.wants)
        v->confidence = CONFIDENCE_LIKELY;
    if (answer.cause != found->cause && !t->reply->answer.len)
        v->confidence = CONFIDENCE_LIKELY;
}

static void explain_481(struct verdict *v, const struct refusal *r)
{
    if (r->origin->to_tag.len && !history_dialog_seen(r->origin)) {
        char tag[QUOTE];
        verdict_blame(v, CAUSE_to_tag_outside_dialog, CONFIDENCE_POSSIBLE, r->origin->request);
        point_at(v, CAUSE_to_tag_outside_dialog, SUSPECT, H_TO, r->origin->to_tag_offset, r->origin->to_tag.len);
        verdict_say(
            v,
            "the request is for a dialog, by the tag \"%s\" in To, that the responder does not know; its beginning is "
            "not in the capture",
            slice_print(r->origin->to_tag, tag, sizeof tag));
        return;
    }
    if (r->has_history && r->history.cause == CAUSE_unexpected_request_in_state) {
        verdict_blame(v, CAUSE_unexpected_request_in_state, CONFIDENCE_LIKELY, r->origin->request);
        verdict_say(v, "%s", r->history.text);
        return;
    }
    by_code(v, r);
}

/* 12.2.2 orders 500 for a CSeq number that is too low, 14.2 for an INVITE while another one is open. */
static bool explains_500(const struct refusal *r)
{
    return r->status == 500 && r->has_history &&
           (r->history.cause == CAUSE_cseq_not_increasing || r->history.cause == CAUSE_unexpected_request_in_state);
}

static void explain_other(struct verdict *v, const struct refusal *r)
{
    const struct answer *answer = answer_for(r->status);
    enum weight weight;
    const struct fault *fault = weightiest(r, v, &weight);

    say_origin(v, r);
    if (explains_500(r)) {
        by_history(v, r, false);
        return;
    }
    if (r->status == 481 && weight != CONFIRMED && by_tag(v, r)) {
        ; /* rather than an oddity of the tag that nobody knows */
    } else if (r->status == 481 && !fault) {
        explain_481(v, r);
    } else if (fault) {
        verdict_blame(v, fault->cause,
                      r->status == 481      ? CONFIDENCE_POSSIBLE
                      : weight == CONFIRMED ? CONFIDENCE_CERTAIN
                                            : CONFIDENCE_LIKELY,
                      r->origin->request);
        v->fault = fault;
        v->header = fault->header;
        verdict_say(v, "%s", fault->text);
    } else if (answer && answer->cause != CAUSE_NONE && r->status != 500) {
        by_answer(v, r, answer);
    } else {
        by_code(v, r);
    }
    say_words(v, r->origin->reply, "; ");
}

/* Without a cause, and where the cause's own advice does not fit, what to do is what fits the code. */
static void advise_by_code(struct verdict *v, const struct refusal *r)
{
    bool listed = v->cause == CAUSE_method_unknown && lists(r->origin->reply->answer, r->origin->method);
    struct guide guide;
    char there[ENDPOINT_TEXT_SIZE];

    if ((v->cause == CAUSE_NONE || listed) && status_guide(r->status, r->t->method, &guide))
        g_strlcpy(v->fix, guide.fix, sizeof v->fix);
    else if (v->cause == CAUSE_rejected_downstream && r->origin != r->t)
        g_snprintf(v->fix, sizeof v->fix,
                   "Look at %s, which refused first: its log, its policy, its state. The request is well formed as far "
                   "as this "
                   "capture shows.",
                   endpoint_print(&r->origin->dst, there));
}

void refusal_explain(struct verdict *v, const struct capture *c, const struct transaction *t)
{
    struct refusal r = {.t = t, .origin = hops_origin(t), .status = t->final->status};
    struct slice words;

    r.accepted = capture_accepted_like(c, r.origin);
    r.has_history = history_find(&r.history, r.origin);
    v->stack = stack_of_reply(r.origin->reply, r.origin->final->to_tag, r.origin->key.branch, &v->stack_by_name);
    v->claim = claim_read(r.origin->reply, &words);
    if (r.status == 400) {
        explain_400(v, &r);
    } else {
        v->claim = NULL;
        explain_other(v, &r);
    }
    advise_by_code(v, &r);
}
