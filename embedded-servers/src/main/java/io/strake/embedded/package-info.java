/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Real servers that start inside a test, a demo or a benchmark and leave nothing behind; not for
 * production.
 */
@NullMarked
package io.strake.embedded;

import org.jspecify.annotations.NullMarked;
