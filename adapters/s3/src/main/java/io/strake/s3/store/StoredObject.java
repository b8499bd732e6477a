/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

/**
 * An object as a listing shows it: what every read of it is pinned to. Immutable.
 *
 * @param key full key
 * @param etag entity tag without quotes; empty if the store has none
 * @param size length in bytes
 */
public record StoredObject(String key, String etag, long size) {}
