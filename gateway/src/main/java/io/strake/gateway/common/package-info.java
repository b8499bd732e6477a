/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What both doors need: draining, failures, the catalog as metadata calls see it. */
@NullMarked
package io.strake.gateway.common;

import org.jspecify.annotations.NullMarked;
