/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The object store: connections, credentials, retries, listings and reads, over S3 or a local
 * directory. Knows objects, and nothing of what is in them.
 */
@NullMarked
package io.strake.s3.store;

import org.jspecify.annotations.NullMarked;
