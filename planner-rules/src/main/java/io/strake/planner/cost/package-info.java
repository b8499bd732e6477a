/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The cost model: moving rows and bytes from sources dominates, local work comes after. */
@NullMarked
package io.strake.planner.cost;

import org.jspecify.annotations.NullMarked;
