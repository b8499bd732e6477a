/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import org.apache.calcite.rel.type.RelDataType;

/**
 * Constant of a statement that its plan need not depend on.
 *
 * @param type type of the parameter that stands for it, not nullable
 * @param value Java value, as {@link io.strake.planner.ParameterLiterals} takes it
 */
public record Constant(RelDataType type, Object value) {}
