/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The federation engine: loads a model, keeps its sources, plans and runs queries.
 *
 * <p>Start with {@link io.strake.engine.FederationEngine} and {@link
 * io.strake.engine.QueryService}.
 */
@NullMarked
package io.strake.engine;

import org.jspecify.annotations.NullMarked;
