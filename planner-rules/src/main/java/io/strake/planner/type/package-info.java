/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The SQL types of Strake: PostgreSQL's rules for results, 38 digits, microseconds, UTF-8. */
@NullMarked
package io.strake.planner.type;

import org.jspecify.annotations.NullMarked;
