/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Tables over JSON HTTP APIs.
 *
 * <p>Start with {@link io.strake.rest.RestSchemaFactory}, then {@code plan.RestTableScan} (what a
 * query asks of the API) and {@code scan.RestBatchReader} (how it is fetched). The other packages
 * are internal to this module.
 */
@NullMarked
package io.strake.rest;

import org.jspecify.annotations.NullMarked;
