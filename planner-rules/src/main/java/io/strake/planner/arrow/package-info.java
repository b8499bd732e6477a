/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The Arrow calling convention: relational expressions that yield streams of Arrow batches.
 *
 * <p>Start with {@link io.strake.planner.arrow.ArrowRel}.
 */
@NullMarked
package io.strake.planner.arrow;

import org.jspecify.annotations.NullMarked;
