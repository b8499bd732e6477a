/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A test of what stock Calcite does not allow; skipped there. */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(StrakeOnly.Condition.class)
@interface StrakeOnly {
  /** Returns what Calcite lacks, with its issue where there is one. */
  String value();

  /** Skips the test under stock Calcite, with the reason. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AnnotationSupport.findAnnotation(context.getElement(), StrakeOnly.class)
          .filter(only -> TestDatabase.isStock())
          .map(only -> ConditionEvaluationResult.disabled("stock Calcite: " + only.value()))
          .orElse(ConditionEvaluationResult.enabled("Calcite allows it"));
    }
  }
}
