/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Texts off the wire that are kept, each but once where it comes again: within a call nearly all do. A few are the same
 * in every call (methods, products, reason phrases): those are common, and stay.
 */
#ifndef SIPDIAG_TEXTS_H
#define SIPDIAG_TEXTS_H

#include "arena.h"
#include "replies.h"

struct texts;

struct texts *texts_new(wmem_allocator_t *allocator, struct blocks *blocks);

/* A copy in the arena of the call of that number, shared with the texts of that call that were kept lately. */
struct slice texts_keep(struct texts *texts, struct arena *arena, uint32_t call, struct slice text);

/* A copy that any call may share; beyond some thousands of different ones, and where it is long, as texts_keep(). */
struct slice texts_common(struct texts *texts, struct arena *arena, uint32_t call, struct slice text);

/* A copy of a reply whose texts are kept: one for all calls that got the same, where those texts are common. */
const struct reply *texts_reply(struct texts *texts, struct arena *arena, const struct reply *reply);

#endif
