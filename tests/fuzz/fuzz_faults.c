/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The rules on any message that can be read at all, whole and cut, on UDP, TCP and WebSocket: each fault lies in the
 * message, and has a sentence of printable UTF-8.
 */
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum transport transports[] = {TRANSPORT_UDP, TRANSPORT_TCP, TRANSPORT_WSS};
    static struct reading r;

    for (size_t i = 0; i < G_N_ELEMENTS(transports); i++)
        for (size_t missing = 0; missing < 200; missing += 100)
            if (read_message(&r, (const char *)data, size, size + missing, transports[i]))
                check_reading(&r, size);
    return 0;
}
