/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The JDBC driver {@code jdbc:strake:model=...}: a federation engine within the client's process.
 *
 * <p>{@link io.strake.jdbc.StrakeDriver} is the way in. Connections are Calcite's own, so {@code
 * unwrap(CalciteConnection.class)} works; planning and execution go through the engine.
 */
@NullMarked
package io.strake.jdbc;

import org.jspecify.annotations.NullMarked;
