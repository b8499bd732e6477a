/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Tables whose rows are computed while they are read, so that they are as large as a measurement
 * needs and take no memory: {@link io.strake.benchmarks.generated.GeneratedSchemaFactory}.
 */
@NullMarked
package io.strake.benchmarks.generated;

import org.jspecify.annotations.NullMarked;
