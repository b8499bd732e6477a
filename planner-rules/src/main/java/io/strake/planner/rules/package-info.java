/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Planner rules over logical operators that hold for any source and any engine. */
@NullMarked
package io.strake.planner.rules;

import org.jspecify.annotations.NullMarked;
