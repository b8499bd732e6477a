/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The order of inner joins: what a statement joins is one group, and the cheapest tree is sought.
 */
@NullMarked
package io.strake.planner.join;

import org.jspecify.annotations.NullMarked;
