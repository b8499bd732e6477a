/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A calling convention for engines that speak SQL: relational expressions that become one
 * statement.
 *
 * <p>An engine is described by a {@link io.strake.planner.sql.SqlBackend}: an explicit allow-list
 * of what it evaluates with exactly our semantics, and how it writes it. {@link
 * io.strake.planner.sql.SqlConvention} brings the rules; {@link io.strake.planner.sql.SqlRenderer}
 * writes the text.
 */
@NullMarked
package io.strake.planner.sql;

import org.jspecify.annotations.NullMarked;
