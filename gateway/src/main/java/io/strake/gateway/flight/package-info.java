/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The Flight SQL door. */
@NullMarked
package io.strake.gateway.flight;

import org.jspecify.annotations.NullMarked;
