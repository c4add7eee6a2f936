/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cseq.h"

#include "chars.h"

void cseq_parse(struct cseq *cseq, struct slice value)
{
    struct slice rest;
    const char *gap;

    memset(cseq, 0, sizeof *cseq);
    cseq->number_text = slice_of(value.at, span(value, C_DIGIT));
    digits_value(cseq->number_text, &cseq->number);
    if (cseq->number_text.len == 0)
        flaw_set(&cseq->flaw, value, "no sequence number");

    rest = slice_from(value, cseq->number_text.len);
    gap = rest.at;
    skip_lws(&rest);
    cseq->method = slice_of(rest.at, span(rest, C_TOKEN));
    if (cseq->number_text.len && rest.len && rest.at == gap)
        flaw_set(&cseq->flaw, value, "no space between the number and the method");
    else if (cseq->method.len == 0)
        flaw_set(&cseq->flaw, value, "no method behind the number");
    else if (cseq->method.len < rest.len)
        flaw_set(&cseq->flaw, slice_from(rest, cseq->method.len), "text behind the method");
}
