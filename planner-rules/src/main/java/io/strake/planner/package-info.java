/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What every Strake module shares: errors, source settings and the contract of a source.
 *
 * <p>Depends on Calcite and Arrow only and knows no source by name.
 */
@NullMarked
package io.strake.planner;

import org.jspecify.annotations.NullMarked;
