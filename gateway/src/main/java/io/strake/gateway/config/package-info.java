/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The settings of a server. */
@NullMarked
package io.strake.gateway.config;

import org.jspecify.annotations.NullMarked;
