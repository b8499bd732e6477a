/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Requests to one API: credentials, retries, the address guard and the mapping of failures.
 * Internal.
 */
@NullMarked
package io.strake.rest.http;

import org.jspecify.annotations.NullMarked;
