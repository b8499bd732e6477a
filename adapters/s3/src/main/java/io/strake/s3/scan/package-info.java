/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Scans: what to read, which objects, row groups and pages that leaves, and their reading into
 * Arrow batches.
 */
@NullMarked
package io.strake.s3.scan;

import org.jspecify.annotations.NullMarked;
