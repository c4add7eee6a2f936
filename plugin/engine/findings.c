/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "findings.h"

void verdict_blame(struct verdict *v, enum cause_id cause, enum confidence confidence, const struct sighting *evidence)
{
    v->cause = cause;
    v->confidence = confidence;
    v->evidence = evidence;
}

void verdict_note(struct verdict *v, enum cause_id cause, uint32_t frame, const char *format, ...)
{
    struct note *note = &v->notes[v->note_count];
    va_list args;

    if (v->note_count == MAX_NOTES)
        return;
    note->cause = cause;
    note->frame = frame;
    va_start(args, format);
    g_vsnprintf(note->text, sizeof note->text, format, args);
    va_end(args);
    text_end_on_character(note->text);
    v->note_count++;
}
