/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a model says about an API: endpoints, columns, parameters, paging, credentials. Internal.
 */
@NullMarked
package io.strake.rest.model;

import org.jspecify.annotations.NullMarked;
