/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

/* IANA's registry of SIP response codes. Kept apart from the table on purpose. */
static const uint16_t registered[] = {
    100, 180, 181, 182, 183, 199, 200, 202, 204, 300, 301, 302, 305, 380, 400, 401, 402, 403, 404,
    405, 406, 407, 408, 410, 412, 413, 414, 415, 416, 417, 420, 421, 422, 423, 424, 425, 428, 429,
    430, 433, 436, 437, 438, 439, 440, 469, 470, 480, 481, 482, 483, 484, 485, 486, 487, 488, 489,
    491, 493, 494, 500, 501, 502, 503, 504, 505, 513, 555, 580, 600, 603, 604, 606, 607, 608,
};

static bool is_registered(uint16_t status)
{
    for (size_t i = 0; i < G_N_ELEMENTS(registered); i++)
        if (registered[i] == status)
            return true;
    return false;
}

/* Which row a look-up has taken its texts from. */
static const struct guide_row *row_of(uint16_t status, const char *method)
{
    struct guide g;

    g_assert_true(status_guide(status, slice_from_string(method), &g));
    for (unsigned i = 0; i < status_guide_count(); i++) {
        const struct guide_row *row = status_guide_row(i);
        if ((row->status == status || row->status == status / 100) && memcmp(&row->guide, &g, sizeof g) == 0)
            return row;
    }
    g_assert_not_reached();
}

static void order(void)
{
    g_assert_cmpuint(status_guide_count(), >=, G_N_ELEMENTS(registered) + 6);
    g_assert_null(status_guide_row(status_guide_count()));
    g_assert_null(status_guide_row(G_MAXUINT));
    for (unsigned i = 1; i < status_guide_count(); i++) {
        const struct guide_row *before = status_guide_row(i - 1), *row = status_guide_row(i);

        g_test_message("%u %s", row->status, row->method ? row->method : "any");
        g_assert_cmpuint(before->status, <=, row->status);
        /* the row for any method ends those of its status: what stood behind it would never be found */
        g_assert_true(before->method ? before->status == row->status : before->status < row->status);
        for (unsigned k = 0; k < i; k++)
            if (status_guide_row(k)->status == row->status)
                g_assert_cmpstr(status_guide_row(k)->method, !=, row->method);
    }
    g_assert_null(status_guide_row(status_guide_count() - 1)->method);
}

/* The packet details cut a row at 240 octets (ITEM_LABEL_LENGTH), the name of the field included. */
enum { TEXT_LIMIT = 200 };

static void check_text(const char *text)
{
    g_test_message("%s", text);
    g_assert_cmpuint(strlen(text), >, 10);
    g_assert_cmpuint(strlen(text), <, TEXT_LIMIT);
    g_assert_true(g_ascii_isupper(text[0]));
    g_assert_true(g_str_has_suffix(text, "."));
    g_assert_false(g_str_has_suffix(text, ".."));
    g_assert_null(strstr(text, "  "));
    for (const char *c = text; *c; c++)
        g_assert_true(g_ascii_isprint(*c));
}

static void texts(void)
{
    static const char *const methods[] = {"ACK",     "BYE",      "CANCEL",    "INFO",   "INVITE",
                                          "MESSAGE", "NOTIFY",   "OPTIONS",   "PRACK",  "PUBLISH",
                                          "REFER",   "REGISTER", "SUBSCRIBE", "UPDATE", NULL};

    for (unsigned i = 0; i < status_guide_count(); i++) {
        const struct guide_row *row = status_guide_row(i);

        check_text(row->guide.meaning);
        check_text(row->guide.when);
        check_text(row->guide.fix);
        g_assert_true(g_str_has_prefix(row->source, "RFC "));
        g_assert_true(g_ascii_isalnum(row->source[strlen(row->source) - 1]));
        g_assert_true(!row->method || g_strv_contains(methods, row->method));
    }
}

/* Both ways: every code of the registry has a row, and no other has. */
static void registry(void)
{
    static const char *const methods[] = {"INVITE", "REGISTER", "ACK", "NOTIFY", "invite", "X", ""};

    for (size_t i = 0; i < G_N_ELEMENTS(registered); i++)
        for (size_t m = 0; m < G_N_ELEMENTS(methods); m++)
            g_assert_cmpuint(row_of(registered[i], methods[m])->status, ==, registered[i]);
    for (unsigned i = 0; i < status_guide_count(); i++) {
        uint16_t status = status_guide_row(i)->status;
        g_assert_true(status <= 6 ? status >= 1 : is_registered(status));
    }
}

static void methods(void)
{
    static const struct {
        uint16_t status;
        const char *method, *other;
    } cases[] = {
        {200, "INVITE", "PUBLISH"},   {200, "REFER", "INFO"},         {202, "REFER", "PUBLISH"},
        {401, "ACK", "OPTIONS"},      {401, "REGISTER", "SUBSCRIBE"}, {403, "REGISTER", "MESSAGE"},
        {404, "REGISTER", "INFO"},    {404, "INVITE", "OPTIONS"},     {405, "REGISTER", "UPDATE"},
        {407, "CANCEL", "BYE"},       {408, "NOTIFY", "REGISTER"},    {408, "OPTIONS", "UPDATE"},
        {423, "REGISTER", "PUBLISH"}, {481, "BYE", "INFO"},           {481, "CANCEL", "UPDATE"},
        {481, "PRACK", "REFER"},      {487, "INVITE", "UPDATE"},      {489, "NOTIFY", "SUBSCRIBE"},
        {500, "INVITE", "BYE"},       {503, "REGISTER", "OPTIONS"},   {603, "REFER", "INVITE"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%u %s", cases[i].status, cases[i].method);
        g_assert_cmpstr(row_of(cases[i].status, cases[i].method)->method, ==, cases[i].method);
        g_assert_null(row_of(cases[i].status, cases[i].other)->method);
    }
    /* a row for each pair leads back to itself */
    for (unsigned i = 0; i < status_guide_count(); i++) {
        const struct guide_row *row = status_guide_row(i);
        if (row->status > 6)
            g_assert_true(row_of(row->status, row->method) == row);
    }
    /* methods are case-sensitive, and compared whole */
    g_assert_null(row_of(481, "bye")->method);
    g_assert_null(row_of(481, "BY")->method);
    g_assert_null(row_of(481, "BYEBYE")->method);
    g_assert_null(row_of(481, NULL)->method);
}

/* RFC 3261 8.1.3.2. */
static void classes(void)
{
    static const char *const treated[] = {"183", "200", "300", "400", "500", "600"};

    for (uint16_t status = 100; status <= 699; status++) {
        const struct guide_row *row = row_of(status, "INVITE");

        if (is_registered(status)) {
            g_assert_cmpuint(row->status, ==, status);
            continue;
        }
        g_assert_cmpuint(row->status, ==, status / 100);
        g_assert_nonnull(strstr(row->guide.meaning, "not registered"));
        g_assert_nonnull(strstr(row->guide.meaning, treated[status / 100 - 1]));
    }
}

static void out_of_range(void)
{
    static const uint16_t none[] = {0, 1, 3, 6, 7, 10, 99, 700, 701, 999, 1000, 20000, 65535};
    static const char untouched[] = "untouched";
    struct guide g = {untouched, untouched, untouched};

    for (size_t i = 0; i < G_N_ELEMENTS(none); i++) {
        g_assert_false(status_guide(none[i], SLICE_LITERAL("INVITE"), &g));
        g_assert_true(g.meaning == untouched && g.when == untouched && g.fix == untouched);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/guide/order", order);
    g_test_add_func("/guide/texts", texts);
    g_test_add_func("/guide/registry", registry);
    g_test_add_func("/guide/methods", methods);
    g_test_add_func("/guide/classes", classes);
    g_test_add_func("/guide/out of range", out_of_range);
    return run_tests();
}
