/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "digest.h"
#include "support.h"

#define HEX32 "6629fae49393a05397450978507c4ef1"

static const char full[] =
    "Digest username=\"Mufasa\", realm=\"a, \\\"b\\\"\", nonce=\"dcd98b\", uri=\"sip:b@c;x=1,2\",\r\n "
    "response=\"" HEX32 "\", algorithm=MD5, cnonce=\"0a4f\", opaque=\"5ccc\", qop=auth, "
    "nc=0000000a, other=\"x\"";

/* "username[Mufasa] ..." and the flaw, "~" before it where it is mild. */
static char *print_digest(const struct digest *d)
{
    GString *out = g_string_new(NULL);

    for (enum digest_param p = 0; p < DIGEST_PARAMS; p++)
        if (d->values[p].at)
            g_string_append_printf(out, "%s[%.*s] ", digest_param_name(p), (int)d->values[p].len, d->values[p].at);
    if (d->flaw.what)
        g_string_append_printf(out, "%s<%.*s>", d->flaw.weight == FLAW_MILD ? "~" : "", (int)d->flaw.where.len, d->flaw.where.at);
    return g_string_free(out, FALSE);
}

static void parse_copy(struct digest *d, const struct copy *c)
{
    digest_parse(d, slice_of(c->bytes, c->len));
}

static void table(void)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {full, "username[Mufasa] realm[a, \\\"b\\\"] nonce[dcd98b] uri[sip:b@c;x=1,2] response[" HEX32
               "] algorithm[MD5] cnonce[0a4f] opaque[5ccc] qop[auth] nc[0000000a] "},
        {"Digest", ""},
        {"Digest ", ""},
        {"digest\r\n\tNONCE\t=\r\n \"\"", "nonce[] "},
        {"Digest ,, nonce=\"a\" ,\t, realm=\"b\",", "realm[b] nonce[a] "},
        {"Digest algorithm=\"MD5\", qop=\"auth\", nc=\"00000001\"", "algorithm[MD5] qop[auth] nc[00000001] "},
        {"Digest username*=UTF-8''J%C3%A4s", "username*[UTF-8''J%C3%A4s] "},
        {"Digest opaque=\"a==\", opaque=\"a==\"", "opaque[a==] "},
        {"Digest response=\"\", nc=\"\"", "response[] nc[] "},
        {"Digest response=\"" HEX32 HEX32 "\"", "response[" HEX32 HEX32 "] "},
        {"Digest nonce=\"a\", nonce=\"b\"", "nonce[a] ~<nonce=\"b\">"},
        {"Digest nonce=a==", "nonce[a==] ~<nonce=a==>"},
        {"Digest nonce=", "nonce[] ~<nonce=>"},
        {"Digest nonce = , realm=\"b\"", "realm[b] nonce[] ~<nonce = >"},
        {"Digest nc=1", "nc[1] ~<1>"},
        {"Digest nc=0000000g", "nc[0000000g] ~<0000000g>"},
        {"Digest response=\"" HEX32 "0\"", "response[" HEX32 "0] ~<" HEX32 "0>"},
        {"Digest response=\"" HEX32 HEX32 HEX32 HEX32 HEX32 "\"",
         "response[" HEX32 HEX32 HEX32 HEX32 HEX32 "] ~<" HEX32 HEX32 HEX32 HEX32 HEX32 ">"},
        {"Digest nonce=\"a", "<nonce=\"a>"},
        {"Digest nonce=\"a\\\"", "<nonce=\"a\\\">"},
        {"Digest nonce=a\", realm=\"b", "nonce[a\"] <realm=\"b>"},
        {"Digest realm=\"a\" nonce=\"b\", uri=\"c\"", "realm[a] <nonce=\"b\">"},
        {"Digest realm=\"a\"; nonce=\"b\"", "realm[a] <; nonce=\"b\">"},
        {"Digest realm", "<realm>"},
        {"Digest realm, nonce=\"a\"", "<realm>"},
        {"Digest =", "<=>"},
        {"Digest=", "<=>"},
        {"Digest,realm=\"a\"", "<,>"},
        {"Digest \"a\"", "<\"a\">"},
        {"realm=\"a\", nonce=\"b\"", "<realm=\"a\">"},
        {"\"Digest\" realm=\"a\"", "<\"Digest\" realm=\"a\">"},
        {"", "<>"},
        {"Basic QWxhZGRpbg==", ""},
        {"NTLM", ""},
        {"Bearer a.b.c", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct copy c = copy_of(cases[i].text, strlen(cases[i].text));
        struct digest d;
        char *found;

        parse_copy(&d, &c);
        found = print_digest(&d);
        g_test_message("%s", cases[i].text);
        g_assert_cmpstr(found, ==, cases[i].expected);
        g_free(found);
        free(c.bytes);
    }
}

static void scheme(void)
{
    struct digest d;

    digest_parse(&d, slice_from_string("  dIgEsT nonce=\"a\""));
    assert_slice(d.scheme, "dIgEsT");
    g_assert_true(d.is_digest);
    digest_parse(&d, slice_from_string("Digests nonce=\"a\""));
    g_assert_false(d.is_digest);
    g_assert_null(d.flaw.what);
    g_assert_null(d.values[DIGEST_NONCE].at);
}

/* All slices lie in the bytes that were given. */
static void check_within(const struct digest *d, const struct copy *c)
{
    struct slice found[DIGEST_PARAMS + 2];

    memcpy(found, d->values, sizeof d->values);
    found[DIGEST_PARAMS] = d->scheme;
    found[DIGEST_PARAMS + 1] = d->flaw.where;
    for (size_t i = 0; i < G_N_ELEMENTS(found); i++)
        if (found[i].at && found[i].len) {
            g_assert_true(found[i].at >= c->bytes);
            g_assert_true(found[i].at + found[i].len <= c->bytes + c->len);
        }
}

static void truncations(void)
{
    for (size_t len = 0; len < sizeof full; len++) {
        struct copy c = copy_of(full, len);
        struct digest d;

        parse_copy(&d, &c);
        check_within(&d, &c);
        free(c.bytes);
    }
}

static void mutations(void)
{
    static const char letters[] = "\"\\=,; \t\r\nDigestnoce01*\x80";
    GRand *rand = g_rand_new_with_seed(7616);

    for (unsigned i = 0; i < 50000; i++) {
        struct copy c = copy_of(full, sizeof full - 1);
        struct digest d;

        for (int left = g_rand_int_range(rand, 1, 9); left > 0; left--)
            c.bytes[g_rand_int_range(rand, 0, (gint32)c.len)] =
                letters[g_rand_int_range(rand, 0, sizeof letters)]; /* its NUL as well */
        parse_copy(&d, &c);
        check_within(&d, &c);
        free(c.bytes);
    }
    g_rand_free(rand);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/digest/table", table);
    g_test_add_func("/digest/scheme", scheme);
    g_test_add_func("/digest/truncations", truncations);
    g_test_add_func("/digest/mutations", mutations);
    return run_tests();
}
