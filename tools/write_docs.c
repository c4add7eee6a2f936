/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Prints the pages of docs/ that are made of the engine's tables: `write_docs causes` is docs/causes.md, `write_docs
 * status` is docs/status-codes.md. What is wrong on a page is mended in the table.
 */
#include "causes.h"
#include "stacks.h"
#include "status_guide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LICENCE   "<!-- SPDX-License-Identifier: GPL-2.0-or-later -->\n"
#define GENERATED "<!-- Written by tools/write_docs.c from %s; CONTRIBUTING.md says how. -->\n"

static const char about_causes[] =
    "A cause is what sipdiag blames when a transaction goes wrong. Its id stands in the fields\n"
    "`sipdiag.cause` (the primary cause of a bad verdict), `sipdiag.fault` (each fault in a message's own\n"
    "bytes) and `sipdiag.claim` (the cause that the responder names), and in the JSON of `-z sipdiag,json`.\n"
    "\n"
    "Certainty says how sure a fault is as the reason for a refusal:\n"
    "\n"
    "- **certain**: a rule is broken in something that every receiver has to read.\n"
    "- **tolerated**: a rule is broken, but receivers are told, or known, to accept it.\n"
    "- **suspect**: answered with another code as a rule, or legal, but known to upset some stacks. What is\n"
    "  legal, or minded by the strictest receivers only, is shown beside a refusal that it may explain, and\n"
    "  nowhere else.\n"
    "\n"
    "The certainty below is the usual one; circumstances may change it. *Draws* is the status code that a\n"
    "receiver answers with: 400 where the table leaves it out.\n"
    "\n";

static const char about_status_codes[] =
    "What a status code means, when it is seen, and what to do about it. The same texts stand in the fields\n"
    "`sipdiag.status.meaning`, `sipdiag.status.when` and `sipdiag.status.fix`. Some codes mean something\n"
    "else in answer to another method. A code that is not registered with IANA gets the texts of its class.\n";

/* The table of causes in its order: a group, or a cause of the group before it. */
static const struct row {
    const char *group;
    enum cause_id cause;
} rows[] = {
#define GROUP(title)                                                 {title, CAUSE_NONE},
#define X(id, certainty, status, title, clause, means, example, fix) {NULL, CAUSE_##id},
#include "causes.def"
#undef X
#undef GROUP
};

/* Text as it stands: none of it is markup. */
static void put_escaped(const char *text)
{
    for (; *text; text++) {
        if (strchr("\\`*_<>[]|~", *text))
            putchar('\\');
        putchar(*text);
    }
}

static void put_line(const char *before, const char *text, const char *after)
{
    fputs(before, stdout);
    put_escaped(text);
    fputs(after, stdout);
}

static void put_head(const char *title, const char *table)
{
    fputs(LICENCE, stdout);
    printf(GENERATED, table);
    printf("# %s\n\n", title);
}

/* Causes. */

static void put_index(void)
{
    fputs("| cause | title | certainty | draws |\n|---|---|---|---|\n", stdout);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct cause *c = cause_get(rows[i].cause);

        if (rows[i].group)
            continue;
        printf("| [`%s`](#%s) | ", c->id, c->id);
        put_escaped(c->title);
        printf(" | %s |", certainty_name(c->certainty));
        if (c->status == 0)
            fputs(" none", stdout);
        else if (c->status != 400)
            printf(" %u", c->status);
        fputs(" |\n", stdout);
    }
}

/* Has a stack further up in the list the same to say? What a family does, its members do. */
static bool is_said(enum stack stack, enum cause_id cause, const char *sentence)
{
    for (enum stack before = STACK_UNKNOWN + 1; before < stack; before++) {
        const char *other = stack_quirk(before, cause);
        if (other && strcmp(other, sentence) == 0)
            return true;
    }
    return false;
}

static void put_stacks(enum cause_id cause)
{
    bool any = false;

    for (enum stack stack = STACK_UNKNOWN + 1; stack < STACK_COUNT; stack++) {
        const char *sentence = stack_quirk(stack, cause);

        if (!sentence || is_said(stack, cause, sentence))
            continue;
        if (!any)
            fputs("\nKnown of stacks:\n\n", stdout);
        any = true;
        put_line("- ", sentence, ".\n"); /* names the stack itself */
    }
}

static void put_cause(enum cause_id cause)
{
    const struct cause *c = cause_get(cause);

    printf("\n### `%s`\n\n", c->id);
    put_line("**", c->title, "**: ");
    put_line("", c->means, "\n\n");
    put_line("- Clause: ", c->clause, "\n");
    printf("- Certainty: %s\n", certainty_name(c->certainty));
    if (c->status)
        printf("- Draws: %u\n", c->status);
    else
        fputs("- Draws: no code of its own\n", stdout);
    printf("\n```text\n%s\n```\n\n", c->example); /* a code block: nothing is markup there */
    put_line("What to do: ", c->fix, "\n");
    put_stacks(cause);
}

static void put_causes(void)
{
    put_head("Causes", "plugin/engine/causes.def and plugin/engine/stacks.c");
    fputs(about_causes, stdout);
    put_index();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].group)
            put_line("\n## ", rows[i].group, "\n");
        else
            put_cause(rows[i].cause);
    }
}

/* Status codes. */

static unsigned class_of(const struct guide_row *row)
{
    return row->status < 10 ? row->status : row->status / 100;
}

/* Is there a row for this status and another method? */
static bool is_divided(const struct guide_row *row)
{
    for (unsigned i = 0; i < status_guide_count(); i++)
        if (status_guide_row(i)->status == row->status && status_guide_row(i) != row)
            return true;
    return false;
}

static void put_guide(const struct guide_row *row)
{
    if (row->status < 10)
        printf("\n### %uxx\n\n", row->status);
    else if (row->method)
        printf("\n### %u to %s\n\n", row->status, row->method);
    else
        printf("\n### %u%s\n\n", row->status, is_divided(row) ? " to any other method" : "");
    put_line("", row->guide.meaning, "\n\n");
    put_line("- When: ", row->guide.when, "\n");
    put_line("- What to do: ", row->guide.fix, "\n");
    put_line("- Source: ", row->source, "\n");
}

static void put_status_codes(void)
{
    static const char *const classes[] = {"provisional",  "success",      "redirection",
                                          "client error", "server error", "global failure"};

    put_head("Status codes", "plugin/engine/status_guide.c");
    fputs(about_status_codes, stdout);
    for (unsigned digit = 1; digit <= G_N_ELEMENTS(classes); digit++) {
        printf("\n## %uxx: %s\n", digit, classes[digit - 1]);
        for (unsigned i = 0; i < status_guide_count(); i++)
            if (class_of(status_guide_row(i)) == digit)
                put_guide(status_guide_row(i));
    }
}

int main(int argc, char **argv)
{
    const char *page = argc == 2 ? argv[1] : "";

    if (strcmp(page, "causes") == 0)
        put_causes();
    else if (strcmp(page, "status") == 0)
        put_status_codes();
    else {
        fputs("usage: write_docs causes|status\n", stderr);
        return 2;
    }
    return fflush(stdout) || ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
