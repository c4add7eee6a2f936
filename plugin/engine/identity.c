/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "identity.h"

void identity_read(struct identity *id, const struct sip_message *m)
{
    struct slice value;

    memset(id, 0, sizeof *id);
    value = sip_message_value(m, H_VIA);
    if (value.len)
        via_parse(&id->via, &value);
    id->via_rest = value;
    value = sip_message_value(m, H_FROM);
    if (value.len)
        name_addr_parse(&id->from, &value, true);
    value = sip_message_value(m, H_TO);
    if (value.len)
        name_addr_parse(&id->to, &value, true);
    value = sip_message_value(m, H_CSEQ);
    if (value.len)
        cseq_parse(&id->cseq, value);
    id->call_id = sip_message_value(m, H_CALL_ID);
    id->method = m->kind == SIP_REQUEST ? m->method : id->cseq.method;
    id->has_credentials =
        sip_message_header(m, H_AUTHORIZATION) != NULL || sip_message_header(m, H_PROXY_AUTHORIZATION) != NULL;
}
