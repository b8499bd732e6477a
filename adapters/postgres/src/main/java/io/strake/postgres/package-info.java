/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Adapter for PostgreSQL: tables from {@code pg_catalog}, pushdown as one SQL statement, results
 * through binary COPY straight into Arrow vectors.
 *
 * <p>Works under Strake and under stock Calcite; the entry point is {@link
 * io.strake.postgres.PostgresSchemaFactory}.
 */
@NullMarked
package io.strake.postgres;

import org.jspecify.annotations.NullMarked;
