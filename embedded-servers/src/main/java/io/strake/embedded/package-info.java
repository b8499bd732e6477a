/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Real servers that run inside this process, for tests and demonstrations; not for production. */
@NullMarked
package io.strake.embedded;

import org.jspecify.annotations.NullMarked;
