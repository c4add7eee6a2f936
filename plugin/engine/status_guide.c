/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "status_guide.h"

/* One row a code, or a code and a method; the first that fits counts. */
static const struct {
    uint16_t status;
    const char *method; /* NULL: any */
    struct guide guide;
} rows[] = {
    {200,
     "INVITE",
     {"The call has been answered.", "The called party accepts the session that the INVITE offers or asks for.",
      "Nothing to fix. The caller owes an ACK: it completes the three-way handshake, and without it the answering side "
      "repeats the 200 and then hangs up."}},
    {200,
     "REGISTER",
     {"The registration succeeded.", "The registrar has stored, refreshed, removed or listed the bindings.",
      "Nothing to fix. The Contact rows of the response show which bindings hold, and for how long."}},
    {200,
     "SUBSCRIBE",
     {"The subscription has been accepted.", "The notifier takes the subscription on; a NOTIFY follows at once.",
      "Nothing to fix."}},
    {200,
     "BYE",
     {"The action has been completed: the call is over.", "The other side confirms that it hung up.",
      "Nothing to fix."}},
    {200,
     "CANCEL",
     {"The action has been completed: the CANCEL was understood.",
      "The INVITE that it names was found. How the INVITE ends is said by its own final response, mostly 487.",
      "Nothing to fix."}},
    {200, NULL, {"The action has been completed.", "The request was understood and carried out.", "Nothing to fix."}},
    {400,
     NULL,
     {"The request could not be understood because its syntax is malformed.",
      "The request has a syntax error, lacks a required header, or carries a header with an invalid value.",
      "Check To, From, Call-ID, CSeq, Via, Max-Forwards and the formatting of the message. Do not repeat the request "
      "without modifications."}},
};

bool status_guide(uint16_t status, struct slice method, struct guide *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].status == status && (!rows[i].method || slice_is(method, rows[i].method))) {
            *out = rows[i].guide;
            return true;
        }
    }
    return false;
}
