/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The parsers of what is in a body, by themselves: sdp.h, mediatype.h, multipart.h.
 */
#include "mediatype.h"
#include "multipart.h"
#include "sdp.h"
#include "support.h"

#define ROUNDS 100000

/* A flaw that is not grave has a ~ in front, an odd one two. */
static const char *tilde(const struct flaw *flaw)
{
    static const char *const marks[] = {"", "~~", "~", ""};
    return marks[flaw->weight];
}

/* "subject what[bytes]", with ~ in front where it is mild; "-" where there is none. */
static char *print_sdp(const struct sdp *sdp)
{
    GString *out = g_string_new(NULL);

    for (uint32_t i = 0; i < sdp->flaw_count; i++) {
        const struct sdp_flaw *f = &sdp->flaws[i];
        g_string_append_printf(out, "%s%s%.*s %s[%.*s]", i ? " " : "", tilde(&f->flaw), (int)f->subject.len,
                               f->subject.at ? f->subject.at : "", f->flaw.what, (int)f->flaw.where.len,
                               f->flaw.where.at);
    }
    return g_string_free(out, FALSE);
}

static void within(struct slice s, const struct copy *c)
{
    g_assert_true(!s.at || (s.at >= c->bytes && s.at + s.len <= c->bytes + c->len));
}

/* What holds for any text. */
static void check_sdp(const struct sdp *sdp, const struct copy *c)
{
    unsigned mild = 0;

    g_assert_cmpuint(sdp->flaw_count, <=, SDP_MAX_FLAWS);
    within(sdp->connected, c);
    within(sdp->unlabeled, c);
    for (uint32_t i = 0; i < sdp->flaw_count; i++) {
        const struct sdp_flaw *f = &sdp->flaws[i];
        g_assert_nonnull(f->flaw.what);
        g_assert_cmpuint(f->flaw.where.len, >, 0);
        g_assert_true(!f->missing || f->flaw.weight == FLAW_GRAVE);
        within(f->flaw.where, c);
        within(f->subject, c);
        mild += f->flaw.weight < FLAW_GRAVE;
    }
    g_assert_cmpuint(mild, <=, 1);
}

#define V "v=0\r\n"
#define O "o=- 1 1 IN IP4 192.0.2.1\r\n"
#define S "s=-\r\n"
#define C "c=IN IP4 192.0.2.1\r\n"
#define T "t=0 0\r\n"
#define M "m=audio 4000 RTP/AVP 0\r\n"

static void descriptions(void)
{
    static const struct {
        const char *text, *flaws;
    } cases[] = {
        {"", ""},
        {"\r\n\r\n", ""},
        {V O S C T M, ""},
        {V O S T, ""},
        {V O S C T M "\r\n\0", ""},
        {"v=0\ro=- 1 1 IN IP4 192.0.2.1\rs=-\rc=IN IP4 192.0.2.1\rt=0 0\rm=audio 4000 RTP/AVP 0", ""},
        {"v=00 \r\n" O S C T M, ""},
        {"\r\n" V O S C T M, "~ an empty line in front of this one[v=0]"},
        {" " V O S C T M, "~ white space in front of this line[v=0]"},
        {"V=0\r\n" O S C T M, " no v= line at its beginning[V=0]"},
        {O V S C T M, " no v= line at its beginning[o=- 1 1 IN IP4 192.0.2.1]"},
        {"v=\r\n" O S C T M, "v= a version other than 0[v=]"},
        {V, " no o= line[v=0]  no s= line[v=0]  no t= line[v=0]"},
        {V O S C T V M, "~v= a second line of its kind[v=0]"},
        {V O S C T O M, "~o= a second line of its kind[o=- 1 1 IN IP4 192.0.2.1]"},
        {V O S C M T, "~t= its place behind an m= line[t=0 0]"},
        {V "t=0 0\r\n" O S C M, "~t= a place in front of a line that has to come before it[t=0 0]"},
        {V "x\r\n" O S C T M, " a line that is not of the form x=...[x]"},
        {V "=x\r\n" O S C T M, " a line that is not of the form x=...[=x]"},
        {V "1=x\r\n" O S C T M, " a line that is not of the form x=...[1=x]"},
        {V "A=x\r\n" O S C T M, "~A= a capital letter for its type[A=x]"},
        {V "a\r\nb\r\nd\r\ne\r\nf\r\n" O S C M T,
         " a line that is not of the form x=...[a]  a line that is not of the form x=...[b] "
         " a line that is not of the form x=...[d]  a line that is not of the form x=...[e]"},
        /* o= */
        {V "o=\r\n" S C T M, "o= fewer than six fields[o=]"},
        {V "o=- 1 1 IN IP4\r\n" S C T M, "o= fewer than six fields[o=- 1 1 IN IP4]"},
        {V "o= 1 1 IN IP4 192.0.2.1\r\n" S C T M, "~o= an empty user name[o= 1 1 IN IP4 192.0.2.1]"},
        {V "o= - 1 1 IN IP4 192.0.2.1\r\n" S C T M, ""},
        {V "o=- -1 1 IN IP4 192.0.2.1\r\n" S C T M, "~o= a session id that is no number[-1]"},
        {V "o=- - 1 IN IP4 192.0.2.1\r\n" S C T M, "o= a session id that is no number[-]"},
        {V "o=- 1 1 IN IP4 192.0.2.1 x\r\n" S C T M, "~o= more than six fields[o=- 1 1 IN IP4 192.0.2.1 x]"},
        {V "o=- 1 1 IN IP6 [::1]\r\n" S C T M, "~o= an address that is neither an IP address nor a name[[::1]]"},
        {V "o=- 1 1 in ip4 pc-1.local.\r\n" S C T M, ""},
        {V "o=- 1 1 IN IPV4 192.0.2.1\r\n" S C T M, "~o= an address type other than IP4 and IP6[IPV4]"},
        {V "o=- 1 1 ATM NSAP 47.0091\r\n" S C T M, ""},
        /* c= */
        {V O S "c=IN IP4 192.0.2.1 x\r\n" T M, "~c= more than three fields[c=IN IP4 192.0.2.1 x]"},
        {V O S "c=IN IP4 192.000.002.001\r\n" T M, ""},
        {V O S "c=IN IP4 1.2.3\r\n" T M, "c= an address that is neither an IP address nor a name[1.2.3]"},
        {V O S "c=IN IP4 0\r\n" T M, "c= an address that is neither an IP address nor a name[0]"},
        {V O S "c=IN IP4 3com\r\n" T M, ""},
        {V O S "c=IN IP4 a1\r\n" T M, ""},
        {V O S "c=IN IP4 <a>\r\n" T M, "c= an address that is neither an IP address nor a name[<a>]"},
        {V O S "c=IN IP6 192.0.2.1\r\n" T M, "~c= an address of another type than it says[IP6 192.0.2.1]"},
        {V O S "c=IN IP6 fe80::1%eth0\r\n" T M, ""},
        {V O S "c=IN IP6 ::ffff:192.0.2.1\r\n" T M, ""},
        {V O S "c=IN IP6 1:2:3\r\n" T M, "c= an address that is neither an IP address nor a name[1:2:3]"},
        {V O S "c=IN IP4 239.1.1.1/0\r\n" T M, ""},
        {V O S "c=IN IP4 239.1.1.1/256\r\n" T M,
         "c= an address with neither time to live nor count behind the '/'[239.1.1.1/256]"},
        {V O S "c=IN IP4 239.1.1.1/1/2/3\r\n" T M,
         "c= an address with neither time to live nor count behind the '/'[239.1.1.1/1/2/3]"},
        {V O S "c=IN IP4 239.1.1.1/\r\n" T M,
         "c= an address with neither time to live nor count behind the '/'[239.1.1.1/]"},
        {V O S "c=IN IP4 192.0.2.1/127\r\n" T M, "~c= a time to live on an address that takes none[192.0.2.1/127]"},
        {V O S "c=IN IP6 ff15::101/127/3\r\n" T M, "~c= a time to live on an address that takes none[ff15::101/127/3]"},
        {V O S "c=IN IP4 group.example.com/127\r\n" T M, ""},
        {V O S C C T M, "~c= a second line of its kind[c=IN IP4 192.0.2.1]"},
        {V O S T M "c=IN IP4 224.2.1.1/127\r\nc=IN IP4 224.2.1.2/127\r\n", ""},
        {V O S T M M C, "m=audio no c= line[m=audio 4000 RTP/AVP 0]"},
        /* t= */
        {V O S C "t=\r\n" M, "t= fewer than two times[t=]"},
        {V O S C "t= 0 0 \r\n" M, ""},
        {V O S C "t=0 -1\r\n" M, "t= a time that is no number[-1]"},
        {V O S C "t=0 0 0\r\n" M, "~t= more than two times[t=0 0 0]"},
        {V O S C "t=99999999999999999999999 0\r\n" M, ""},
        {V O S C "t=0\t0\r\n" M, "~t= more than one space between fields[t=0\t0]"},
        /* m= */
        {V O S C T "m=\r\n", "m= fewer than four fields[m=]"},
        {V O S T "m=audio 4000\r\n", "m=audio fewer than four fields[m=audio 4000]"},
        {V O S C T "m=audio 4000 RTP/AVP \r\n", "m=audio no format[m=audio 4000 RTP/AVP]"},
        {V O S T "m=audio 0 RTP/AVP\r\n", "~m=audio no format[m=audio 0 RTP/AVP]"},
        {V O S T "m=audio 0 RTP/AVP *\r\n", "~m=audio a payload type that is no number from 0 to 127[*]"},
        {V O S C T "m=audio 65535 RTP/AVP 127 0127\r\n", ""},
        {V O S C T "m=audio 65536 RTP/AVP 0\r\n", "m=audio a port above 65535[65536]"},
        {V O S C T "m=audio 99999999999999999999999 RTP/AVP 0\r\n",
         "m=audio a port above 65535[99999999999999999999999]"},
        {V O S C T "m=audio / RTP/AVP 0\r\n", "m=audio a port that is no number[/]"},
        {V O S C T "m=audio 4000/ RTP/AVP 0\r\n", "m=audio a number of ports that is no number[4000/]"},
        {V O S C T "m=audio  4000 RTP/AVP 0\r\n", "~m= more than one space between fields[m=audio  4000 RTP/AVP 0]"},
        {V O S C T "m=audio 4000 RTP/AVP pcmu\r\n", "m=audio a payload type that is no number from 0 to 127[pcmu]"},
        {V O S C T "m=audio 4000 RTP/AVPx pcmu\r\n", ""},
        {V O S C T "m=audio 4000 xRTP/AVP pcmu\r\n", ""},
        {V O S C T "m=audio 4000 TCP/RTP/AVP 0 128\r\n", "m=audio a payload type that is no number from 0 to 127[128]"},
        {V O S C T "m=audio 4000 AVP pcmu\r\n", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct copy c = copy_of(cases[i].text, strlen(cases[i].text));
        struct sdp sdp;
        char *found;

        g_test_message("%s", cases[i].text);
        sdp_check(&sdp, slice_of(c.bytes, c.len));
        check_sdp(&sdp, &c);
        found = print_sdp(&sdp);
        g_assert_cmpstr(found, ==, cases[i].flaws);
        g_free(found);
        free(c.bytes);
    }
}

static void facts(void)
{
    struct sdp sdp;

    sdp_check(&sdp, slice_from_string(V O S C T M "a=label:1\r\nm=video 0 RTP/AVP 31\r\nm=text 9 x y\r\n"));
    g_assert_cmpuint(sdp.media, ==, 3);
    assert_slice(sdp.unlabeled, "m=text 9 x y");
    assert_slice(sdp.connected, "IN IP4 192.0.2.1");
    sdp_check(&sdp, slice_from_string(V "o=- x 1 IN IP4 192.0.2.1\r\n" S T M "a=label:1\r\n"));
    assert_slice(sdp.unlabeled, "");
    assert_slice(sdp.connected, "");
    g_assert_cmpint(sdp.flaws[1].missing, ==, 'c');
    sdp_check(&sdp, slice_from_string(V O C M));
    g_assert_cmpuint(sdp.flaw_count, ==, 2);
    g_assert_cmpstr(sdp.flaws[0].instead, ==, "s=-");
    g_assert_cmpstr(sdp.flaws[1].instead, ==, "t=0 0");
}

/* The certainty of what is found in whole requests, for what the tables of causes do not tell apart. */
static void certainties(void)
{
    static const struct {
        const char *line, *rows, *body;
        enum cause_id cause;
        enum certainty certainty;
        const char *where, *repair;
    } cases[] = {
        {"INVITE", "c: application/sdp\r\n", V O S C T, CAUSE_sdp_malformed, LEGAL, V O S C "t=0 0", NULL},
        {"INVITE", "c: application/sdp\r\n", V O S T M, CAUSE_sdp_malformed, CERTAIN, "m=audio 4000 RTP/AVP 0",
         "c=IN IP4 192.0.2.1"},
        {"INVITE", "c: application/sdp\r\n", V O "s=\r\n" C T M, CAUSE_sdp_malformed, TOLERATED, "s=", "s=-"},
        {"INVITE", "c: sdp\r\n", V O S C T M, CAUSE_content_type_malformed, CERTAIN, "sdp",
         "Content-Type: application/sdp"},
        {"INVITE", "c: sdp\r\n", "", CAUSE_content_type_malformed, TOLERATED, "sdp", NULL},
        {"BYE", "", "SIP/2.0 200 OK\r\n", CAUSE_content_type_missing, CERTAIN, "SIP/2.0 200 OK",
         "Content-Type: message/sipfrag"},
        {"BYE", "", "\r\n", CAUSE_content_type_missing, TOLERATED, "\r\n", NULL},
        {"BYE", "c: multipart/x\r\n", "--a b\r\n\r\n--a b--", CAUSE_multipart_malformed, CERTAIN, "multipart/x",
         "Content-Type: multipart/x;boundary=\"a b\""},
        {"BYE", "c: multipart/x;boundary=a\r\n", "--a\r\n\r\n", CAUSE_multipart_malformed, CERTAIN, "--a", "--a--"},
        {"BYE", "c: multipart/x;boundary=a\r\n", "--a\r\n\r\nb--a--", CAUSE_multipart_malformed, TOLERATED, "b--a--",
         "--a--"},
        {"NOTIFY", "o: Refer;id=1\r\n", "", CAUSE_body_missing, LEGAL, "NOTIFY sip:b@c SIP/2.0", NULL},
        {"PUBLISH", "", "", CAUSE_body_missing, CERTAIN, "PUBLISH sip:b@c SIP/2.0", NULL},
        {"INVITE", "Require: x,siprec\r\n", "", CAUSE_siprec_requirements, LEGAL, "siprec", NULL},
    };
    static struct reading r;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = g_strdup_printf("%s sip:b@c SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\r\n"
                                     "Max-Forwards: 70\r\nFrom: <sip:a@b>;tag=A\r\nTo: <sip:b@c>\r\nCall-ID: c\r\n"
                                     "CSeq: 1 %s\r\n%sContent-Length: %u\r\n\r\n%s",
                                     cases[i].line, cases[i].line, cases[i].rows, (unsigned)strlen(cases[i].body),
                                     cases[i].body);
        const struct fault *f = NULL;

        g_test_message("%s", text);
        g_assert_true(read_message(&r, text, strlen(text), strlen(text), TRANSPORT_UDP));
        for (unsigned n = 0; n < r.faults.count && !f; n++)
            if (r.faults.items[n].cause == cases[i].cause)
                f = &r.faults.items[n];
        g_assert_nonnull(f);
        g_assert_cmpint(f->certainty, ==, cases[i].certainty);
        assert_slice(slice_of(r.m.base + f->offset, f->length), cases[i].where);
        g_assert_cmpstr(f->repair, ==, cases[i].repair);
        g_free(text);
    }
}

static void media_types(void)
{
    static const struct {
        const char *text, *type, *subtype, *boundary, *flaw;
    } cases[] = {
        {"application/sdp", "application", "sdp", "", "-"},
        {" Application / SDP\t;\r\n a=b ; c = \"d;e, f/g\"", "Application", "SDP", "", "-"},
        {"multipart/mixed;x=1;Boundary=\"a b\";boundary=c", "multipart", "mixed", "a b", "-"},
        {"multipart/mixed; boundary=--=_(x):?", "multipart", "mixed", "--=_(x):?", "~~="},
        {"multipart/mixed;boundary=\"", "multipart", "mixed", "\"", "\""},
        {"multipart/mixed;boundary=", "multipart", "mixed", "", "~~="},
        {"multipart/mixed;boundary=a,b", "multipart", "mixed", "a", "~,"},
        {"multipart/mixed;boundary=a,b/c", "multipart", "mixed", "a", "b/c"},
        {"application/sdp;", "application", "sdp", "", "~;"},
        {"application/sdp;;a=b", "application", "sdp", "", "~;;"},
        {"application/sdp;=b", "application", "sdp", "", "~;="},
        {"application/sdp; a", "application", "sdp", "", "~a"},
        {"application/sdp,", "application", "sdp", "", "~,"},
        {"application/sdp a=b", "application", "sdp", "", "a=b"},
        {"application/sdp/x", "application", "sdp", "", "/x"},
        {"\"application/sdp\"", "", "", "", "\"application/sdp\""},
        {"application\\sdp", "application", "", "", "application\\sdp"},
        {"application", "application", "", "", "application"},
        {"application/;a=b", "application", "", "", "application/;a=b"},
        {"*/*", "*", "*", "", "*/*"},
        {"text/*", "text", "*", "", "text/*"},
        {"", "", "", "", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct copy c = copy_of(cases[i].text, strlen(cases[i].text));
        struct media_type mt;
        char *bytes, *flaw;

        g_test_message("%s", cases[i].text);
        media_type_parse(&mt, slice_of(c.bytes, c.len));
        assert_slice(mt.type, cases[i].type);
        assert_slice(mt.subtype, cases[i].subtype);
        assert_slice(mt.boundary, cases[i].boundary);
        bytes = text_of(mt.flaw.where);
        flaw = g_strdup_printf("%s%s", tilde(&mt.flaw), mt.flaw.what ? bytes : "-");
        g_assert_cmpstr(flaw, ==, cases[i].flaw);
        g_free(flaw);
        g_free(bytes);
        free(c.bytes);
    }
}

static void boundaries(void)
{
    static const struct {
        const char *text, *flaw;
    } cases[] = {
        {"x", "-"},
        {"gc0pJq0M:08jU534c0p", "-"},
        {"'()+_,-./:=? 0aZ", "-"},
        {"", ""},
        {"x ", "~x "},
        {"a@b", "~@"},
        {"a\x01", "~\x01"},
        {"0123456789012345678901234567890123456789012345678901234567890123456789", "-"},
        {"01234567890123456789012345678901234567890123456789012345678901234567890",
         "~01234567890123456789012345678901234567890123456789012345678901234567890"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct flaw flaw = {NULL};
        char *bytes, *found;

        boundary_check(slice_from_string(cases[i].text), &flaw);
        bytes = text_of(flaw.where);
        found = g_strdup_printf("%s%s", tilde(&flaw), flaw.what ? bytes : "-");
        g_assert_cmpstr(found, ==, cases[i].flaw);
        g_free(found);
        g_free(bytes);
    }
}

/* "type{body}", with ! where the body is encoded and ? before a row that is no header; then how the walk ended. */
static char *print_parts(struct slice body, const char *boundary)
{
    GString *out = g_string_new(NULL);
    struct multipart mp;
    struct mime_part part;

    multipart_open(&mp, body, slice_from_string(boundary));
    while (multipart_next(&mp, &part)) {
        g_string_append_printf(out, "%.*s%s{%.*s}", (int)part.content_type.len,
                               part.content_type.at ? part.content_type.at : "", part.encoded ? "!" : "",
                               (int)part.body.len, part.body.at ? part.body.at : "");
        if (part.stray_row.at)
            g_string_append_printf(out, "?%.*s", (int)part.stray_row.len, part.stray_row.at);
    }
    g_string_append_printf(out, "%s%s%s%s", mp.in_parts ? "" : " unopened", mp.closed ? " closed" : "",
                           mp.glued ? " glued" : "", mp.unclear ? " unclear" : "");
    return g_string_free(out, FALSE);
}

static void multiparts(void)
{
    static const struct {
        const char *body, *parts;
    } cases[] = {
        {"", " unopened"},
        {"--x--", " unopened"},
        {"x\r\n -x\r\n--y\r\n", " unopened"},
        {"--x", ""},
        {"--x\r\n", ""},
        {"--x\r\n--x--", "{} closed"},
        {"--x\r\n\r\n--x--", "{} closed"},
        {"--x\r\n\r\na\r\n\r\n--x--\r\n--x\r\n\r\nb", "{a\r\n} closed"},
        {"--x\n\na\n--x \t\r\nContent-Type: a/b\n\nb\n--x--", "{a}a/b{b} closed"},
        {"pre\r\n--x\r\nc : a/b;\r\n c=d\r\n\r\nb\r\n--x--post", "a/b;\r\n c=d{b} closed"},
        {"--x\r\nContent-Transfer-Encoding: Base64\r\n\r\na\r\n--x--", "!{a} closed"},
        {"--x\r\nContent-Transfer-Encoding: 8BIT\r\n\r\na\r\n--x--", "{a} closed"},
        {"--x\r\ne: gzip\r\n\r\na\r\n--x--", "!{a} closed"},
        {"--x\r\nc: a/b\r\nc: c/d\r\nv=0\r\n\r\na\r\n--x--", "a/b{a}?v=0 closed"},
        {"--x\r\n\r\na--x--", "{a--x--} glued"},
        {"--x\r\n\r\na--x-- \r\n", "{a--x-- \r\n} glued"},
        {"--x\r\n\r\na\r\n--xy\r\nb\r\n--x-", "{a\r\n--xy\r\nb\r\n--x-} unclear"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct copy c = copy_of(cases[i].body, strlen(cases[i].body));
        char *found = print_parts(slice_of(c.bytes, c.len), "x");

        g_test_message("%s", cases[i].body);
        g_assert_cmpstr(found, ==, cases[i].parts);
        g_free(found);
        free(c.bytes);
    }
}

static const char *const seeds[] = {
    V O S C T M "a=rtpmap:0 PCMU/8000\r\na=label:1\r\nm=video 5000/2 RTP/AVP 31\r\nc=IN IP6 ff15::101/3\r\n",
    "v=0\no=a 1 2 IN IP6 2001:db8::1\ns= \nb=AS:1\nt=0 0\nr=7d 1h 0 25h\nm=image 9 udptl t38\nc=IN IP4 224.2.1.1/1/2\n",
    "multipart/mixed;a=\"b\\\"c\";boundary=\"x\";d=e,f/g",
    "pre\r\n--x\r\nContent-Type: application/sdp;\r\n a=b\r\nContent-Encoding: y\r\n\r\n" V O S C T M "\r\n--x--\r\n",
};

/* Exactly-sized copies of anything: a sanitizer sees what is read beyond them. */
static void read_all(const char *text, size_t len)
{
    struct copy c = copy_of(text, len);
    struct slice whole = slice_of(c.bytes, c.len);
    struct sdp sdp;
    struct media_type mt;
    struct flaw flaw = {NULL};

    sdp_check(&sdp, whole);
    check_sdp(&sdp, &c);
    media_type_parse(&mt, whole);
    within(mt.type, &c);
    within(mt.subtype, &c);
    within(mt.boundary, &c);
    within(mt.flaw.where, &c);
    boundary_check(whole, &flaw);
    within(flaw.where, &c);
    g_free(print_parts(whole, "x"));
    free(c.bytes);
}

static void cut_anywhere(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(seeds); i++)
        for (size_t len = 0; len <= strlen(seeds[i]); len++)
            read_all(seeds[i], len);
}

/* The same, inside a message whose length is right. */
static void read_in_message(const GString *body, bool parts, bool siprec)
{
    static struct reading r;
    GString *text = g_string_new("INVITE sip:b@c SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\r\nMax-Forwards: 70\r\n"
                                 "From: <sip:a@b>;tag=A\r\nTo: <sip:b@c>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n");
    struct copy c;

    g_string_append_printf(text, "%sContent-Type: %s\r\n", siprec ? "Require: siprec\r\n" : "",
                           parts ? "multipart/mixed;boundary=x" : "application/sdp");
    g_string_append_printf(text, "Content-Length: %u\r\n\r\n", (unsigned)body->len);
    g_string_append_len(text, body->str, (gssize)body->len);
    c = copy_of(text->str, text->len);
    g_assert_true(read_message(&r, c.bytes, c.len, c.len, TRANSPORT_UDP));
    check_reading(&r, c.len);
    for (unsigned i = 0; i < r.faults.count; i++)
        g_assert_true(!r.faults.items[i].repair || g_utf8_validate(r.faults.items[i].repair, -1, NULL));
    free(c.bytes);
    g_string_free(text, TRUE);
}

static void mutations(void)
{
    static const char letters[] = "\r\n\n=:/ \t-x0vostcma\"\\;,%[]\0\xc3\xff";
    GRand *rand = g_rand_new_with_seed(8866);
    GString *text = g_string_new(NULL);

    for (unsigned round = 0; round < ROUNDS; round++) {
        unsigned seed = round % G_N_ELEMENTS(seeds);

        g_string_assign(text, seeds[seed]);
        for (int left = g_rand_int_range(rand, 0, 8); left > 0 && text->len > 0; left--) {
            gsize at = (gsize)g_rand_int_range(rand, 0, (gint32)text->len);
            gsize wanted = (gsize)g_rand_int_range(rand, 1, 16), run = MIN(wanted, text->len - at);
            char letter = letters[g_rand_int_range(rand, 0, sizeof letters - 1)];

            switch (g_rand_int_range(rand, 0, 4)) {
            case 0: g_string_erase(text, (gssize)at, (gssize)run); break;
            case 1: g_string_insert_c(text, (gssize)at, letter); break;
            case 2: text->str[at] = letter; break;
            default: g_string_insert_len(text, (gssize)at, seeds[0] + at % 40, (gssize)run); break;
            }
        }
        read_all(text->str, text->len);
        if (round % 4 == 0)
            read_in_message(text, seed == 3 || round % 3 == 0, round % 8 == 0);
    }
    g_string_free(text, TRUE);
    g_rand_free(rand);
}

/* Twenty times as much takes about twenty times as long; a square would take four hundred. */
static void growth(void)
{
    static const char *const pieces[] = {
        "\n", "\r", "x\r", "m=a 1 b c\n", "c=IN IP4 1.2.3.4\n", "m=a 1 RTP/AVP 1 ", "--x\n", "--x\nA:b\n ", "--xx\n",
        "--x\n\nv=0\n", ";a", ";a=\"b\"", "--", " ", "\t0", "/1", "--x\nv",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
        double taken[2];
        for (unsigned big = 0; big < 2; big++) {
            GString *text = g_string_new(i % 2 ? "v=0\n" : "--x\n");
            for (unsigned n = 0; n < (big ? 200000 : 10000); n++)
                g_string_append(text, pieces[i]);
            taken[big] = cpu_seconds();
            read_all(text->str, text->len);
            read_in_message(text, true, true);
            read_in_message(text, false, true);
            taken[big] = cpu_seconds() - taken[big];
            g_string_free(text, TRUE);
        }
        g_test_message("%s: %.4f s, %.4f s", pieces[i], taken[0], taken[1]);
        g_assert_cmpfloat(taken[1], <, 80 * MAX(taken[0], 0.005));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sdp/descriptions", descriptions);
    g_test_add_func("/sdp/facts", facts);
    g_test_add_func("/bodies/certainties", certainties);
    g_test_add_func("/mediatype/values", media_types);
    g_test_add_func("/multipart/boundaries", boundaries);
    g_test_add_func("/multipart/parts", multiparts);
    g_test_add_func("/bodies/cut", cut_anywhere);
    g_test_add_func("/bodies/mutations", mutations);
    g_test_add_func("/bodies/growth", growth);
    return run_tests();
}
