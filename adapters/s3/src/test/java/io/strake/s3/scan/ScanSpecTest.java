/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.s3.column.Condition;
import io.strake.s3.column.Condition.NullTest;
import io.strake.s3.column.ConditionTranslator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Conditions that are added to a scan more than once. */
final class ScanSpecTest {
  private static final Condition A = new NullTest("a", true);
  private static final Condition B = new NullTest("b", true);
  private static final Condition C = new NullTest("c", false);

  @Test
  void addingAConditionAgainChangesNothing() {
    ScanSpec once = with(with(ScanSpec.all(List.of("x")), A, B), C);
    assertThat(with(once, A, B)).isEqualTo(once);
    assertThat(with(once, B)).isEqualTo(once);
    assertThat(with(with(once, C), B, A)).isEqualTo(once);
    assertThat(once.partitions()).contains(new Condition.All(List.of(A, B, C)));
    assertThat(with(with(ScanSpec.all(List.of("x")), A), A).partitions()).contains(A);
  }

  private static ScanSpec with(ScanSpec spec, Condition... conditions) {
    Optional<Condition> added = Optional.of(ConditionTranslator.joined(List.of(conditions)));
    return spec.withConditions(added, added);
  }
}
