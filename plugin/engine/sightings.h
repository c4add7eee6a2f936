/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where the sightings live: in pages, in the order of the capture, so that those of a frame are found by its number. A
 * page goes when the last sighting in it is let go.
 */
#ifndef SIPDIAG_SIGHTINGS_H
#define SIPDIAG_SIGHTINGS_H

#include "transactions.h"

struct sightings;

struct sightings *sightings_new(wmem_allocator_t *allocator);

/* A zeroed one in this frame, which is not before those of the sightings that are there. */
struct sighting *sightings_add(struct sightings *sightings, uint32_t frame);

void sightings_let_go(struct sightings *sightings, struct sighting *s);

/* The next one of a frame behind `after`, or the first, where that is NULL; NULL at the end. Takes the logarithm of
 * their number. */
const struct sighting *sightings_in_frame(const struct sightings *sightings, uint32_t frame,
                                          const struct sighting *after);

/* Another frame has come under the number of the newest sighting's (`tshark -2 -R` drops frames and gives their numbers
 * away): what was seen under that number before is in no frame. */
void sightings_disown_frame(struct sightings *sightings, uint32_t frame);

#endif
