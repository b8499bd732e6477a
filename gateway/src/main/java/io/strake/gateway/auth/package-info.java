/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Who may ask, and the key that signs what clients hand back. */
@NullMarked
package io.strake.gateway.auth;

import org.jspecify.annotations.NullMarked;
