/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.plan;

import io.strake.planner.ErrorCode;
import io.strake.planner.Parameters;
import io.strake.planner.StrakeException;
import io.strake.rest.scan.Binding;
import io.strake.rest.scan.RequestSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexLiteral;

/** Puts the values of a statement's parameters into a request. */
final class LateBindings {
  private LateBindings() {}

  /**
   * Returns a request with values; empty if one is NULL, which no row is equal to.
   *
   * @throws StrakeException if a value has no text that the API would read as the same
   */
  static Optional<RequestSpec> bind(RequestSpec request, Parameters values) {
    List<Binding> bindings = new ArrayList<>();
    for (Binding binding : request.bindings()) {
      if (binding.late().isEmpty()) {
        bindings.add(binding);
        continue;
      }
      Binding.Late late = binding.late().get();
      RexLiteral value = values.require(late.parameter());
      if (value.isNull()) {
        return Optional.empty();
      }
      String text =
          ParameterText.of(value, late.column(), binding.parameter())
              .orElseThrow(() -> unwritable(request, binding, late));
      bindings.add(new Binding(binding.parameter(), List.of(text)));
    }
    return Optional.of(request.withBindings(bindings));
  }

  private static StrakeException unwritable(
      RequestSpec request, Binding binding, Binding.Late late) {
    return StrakeException.of(
        ErrorCode.DATA_EXCEPTION,
        "table '%s': the value of parameter %d cannot be sent as '%s' of the request; bind another"
            + " value",
        request.endpoint().name(),
        late.parameter().getIndex() + 1,
        binding.parameter().name());
  }
}
