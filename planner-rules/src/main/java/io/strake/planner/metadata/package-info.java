/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Estimates that Calcite's own metadata gets wrong for federated plans. */
@NullMarked
package io.strake.planner.metadata;

import org.jspecify.annotations.NullMarked;
