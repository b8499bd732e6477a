/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import java.util.Optional;

/**
 * A column of a table. Immutable.
 *
 * @param name name
 * @param type type; VARCHAR stands in for one that cannot be read
 * @param nullable whether NULL is possible
 * @param isPartition whether the value comes from the key and not from the content
 * @param unreadable why the column cannot be read; empty if it can
 */
public record TableColumn(
    String name,
    ColumnType type,
    boolean nullable,
    boolean isPartition,
    Optional<String> unreadable) {}
