/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The command line. */
@NullMarked
package io.strake.gateway.cli;

import org.jspecify.annotations.NullMarked;
