/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The SqlLogicTest corpus against the engine: {@link io.strake.benchmarks.slt.SltBenchmark}.
 *
 * <p>Statements of a file go to a {@link io.strake.benchmarks.slt.Store}, which is PostgreSQL; a
 * {@link io.strake.benchmarks.slt.Placement} puts its tables where the engine reads them; a {@link
 * io.strake.benchmarks.slt.CorpusExecutor} asks the queries and compares.
 */
@NullMarked
package io.strake.benchmarks.slt;

import org.jspecify.annotations.NullMarked;
