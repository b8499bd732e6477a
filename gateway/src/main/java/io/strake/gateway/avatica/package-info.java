/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The Avatica door, in JSON and Protocol Buffers over HTTP. */
@NullMarked
package io.strake.gateway.avatica;

import org.jspecify.annotations.NullMarked;
