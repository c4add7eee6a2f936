/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "identity.h"

static void read_address(struct name_addr *na, struct slice value)
{
    if (value.len)
        name_addr_parse(na, &value, true);
    else
        memset(na, 0, sizeof *na);
}

void identity_read(struct identity *id, const struct sip_message *m)
{
    struct slice value;

    value = sip_message_value(m, H_VIA);
    if (value.len)
        via_parse(&id->via, &value);
    else
        memset(&id->via, 0, sizeof id->via);
    id->via_rest = value;
    read_address(&id->from, sip_message_value(m, H_FROM));
    read_address(&id->to, sip_message_value(m, H_TO));
    value = sip_message_value(m, H_CSEQ);
    if (value.len)
        cseq_parse(&id->cseq, value);
    else
        memset(&id->cseq, 0, sizeof id->cseq);
    id->call_id = sip_message_value(m, H_CALL_ID);
    id->method = m->kind == SIP_REQUEST ? m->method : id->cseq.method;
    id->has_credentials =
        sip_message_header(m, H_AUTHORIZATION) != NULL || sip_message_header(m, H_PROXY_AUTHORIZATION) != NULL;
}
