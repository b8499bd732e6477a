/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import java.util.OptionalInt;

/**
 * How large a table is. Immutable.
 *
 * @param rows number of rows
 * @param isExact whether the rows were counted and not guessed
 * @param bytes size of all objects; an estimate where {@code listed} is empty
 * @param objects number of objects; an estimate where {@code listed} is empty
 * @param listed number of objects, if all were listed
 */
public record TableSize(
    double rows, boolean isExact, double bytes, double objects, OptionalInt listed) {}
