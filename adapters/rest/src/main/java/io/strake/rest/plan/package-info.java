/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The calling convention of a REST source, its scan and the rules that push work into it. Internal.
 */
@NullMarked
package io.strake.rest.plan;

import org.jspecify.annotations.NullMarked;
