/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

/**
 * What the plan cache has done since the engine was opened, and what it holds.
 *
 * @param textHits statements whose text was known to the letter
 * @param statementHits statements that differ from a known one in white space, comments, the case
 *     of keywords or in constants
 * @param misses statements that were planned
 * @param failures statements whose planning failed; they are not kept
 * @param evictions plans that were given up to make room, or because they were too old
 * @param plans plans held at this moment
 * @param bytes about how many bytes plans and texts take at this moment
 */
public record PlanCacheStatistics(
    long textHits,
    long statementHits,
    long misses,
    long failures,
    long evictions,
    long plans,
    long bytes) {}
