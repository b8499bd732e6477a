/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The server: opens the Flight SQL and Avatica doors of one engine. Start with {@link
 * io.strake.gateway.StrakeServer}.
 */
@NullMarked
package io.strake.gateway;

import org.jspecify.annotations.NullMarked;
