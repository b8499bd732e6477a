/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Reading PostgreSQL: beside its own client and the JDBC driver, and in little memory. */
@NullMarked
package io.strake.benchmarks.postgres;

import org.jspecify.annotations.NullMarked;
