/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

/**
 * What the first records of an object tell. Immutable.
 *
 * @param layout how the objects are read
 * @param hasRows whether there is a row that the types were found by
 */
public record TextSample(TextLayout layout, boolean hasRows) {}
