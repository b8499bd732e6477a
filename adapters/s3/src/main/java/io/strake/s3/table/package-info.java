/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Tables: their definitions, the objects that belong to them, partitions, footers, and the union of
 * their columns.
 */
@NullMarked
package io.strake.s3.table;

import org.jspecify.annotations.NullMarked;
