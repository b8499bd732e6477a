/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The way back from Calcite's Enumerable convention: for operators that neither a source nor the
 * local engine evaluates exactly.
 */
@NullMarked
package io.strake.engine.fallback;

import org.jspecify.annotations.NullMarked;
