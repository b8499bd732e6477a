/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Planning: from SQL text to a tree of {@link io.strake.planner.arrow.ArrowRel}.
 *
 * <p>{@link io.strake.engine.plan.StatementPlanner} runs the phases; {@code LogicalOptimizer} and
 * {@code PhysicalPlanner} are the two in which plans change.
 */
@NullMarked
package io.strake.engine.plan;

import org.jspecify.annotations.NullMarked;
