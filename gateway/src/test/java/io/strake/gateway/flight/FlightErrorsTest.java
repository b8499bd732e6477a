/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlightErrorsTest {
  @ParameterizedTest
  @EnumSource(value = ErrorCode.class, mode = EnumSource.Mode.EXCLUDE, names = "INTERNAL")
  void showsEveryCategoryAsOneLineWithItsId(ErrorCode code) {
    FlightRuntimeException shown =
        FlightErrors.toFlight(new IllegalStateException(StrakeException.of(code, "what is wrong")));

    assertThat(shown.status().code()).isNotIn(FlightStatusCode.OK, FlightStatusCode.UNKNOWN);
    assertThat(shown).hasMessage(code.id() + " (" + code.sqlState() + "): what is wrong");
  }

  @Test
  void hidesTheUnexpectedBehindAnIdentifier() {
    FlightRuntimeException shown =
        FlightErrors.toFlight(new IllegalStateException("password=geheim"));

    assertThat(shown.status().code()).isEqualTo(FlightStatusCode.INTERNAL);
    assertThat(shown.getMessage())
        .startsWith("STRAKE-5001 (XX000): gateway: internal error, id ")
        .doesNotContain("geheim");
  }

  @Test
  void keepsDescriptionsWithinTheHeaderLimit() {
    FlightRuntimeException shown =
        FlightErrors.toFlight(
            StrakeException.of(ErrorCode.SYNTAX_ERROR, "%s", "x".repeat(100_000)));

    assertThat(shown.getMessage()).hasSizeLessThan(2100).endsWith(" ... (shortened)");
  }

  @Test
  void describesCallsThatTheLibraryRefuses() {
    assertThat(FlightErrors.toFlight(CallStatus.UNIMPLEMENTED.toRuntimeException()))
        .hasMessage(
            "STRAKE-2007 (0A000): flight: this call is not supported; send a statement as SQL");
  }
}
