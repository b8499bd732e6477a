/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Rows by key: what a source offers to a join that hands it the keys of the other side, and the
 * batches of keys that are handed over.
 */
@NullMarked
package io.strake.planner.lookup;

import org.jspecify.annotations.NullMarked;
