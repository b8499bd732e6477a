/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms of {@code Link} headers. */
final class LinkHeaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "none",
      value = {
        "<https://a/?p=2>; rel=\"next\" | https://a/?p=2",
        "</x?p=2>;rel=next | /x?p=2",
        "<a>; rel=prev, <b>; rel=\"last Next\" | b",
        "<a,b;c>; title=\"x, <y>; rel=prev\"; REL = \"next\" | a,b;c",
        "<a>; rel=prev; rel=next | none",
        "<a>; rel=nextpage | none",
        "<a>; title=\"; rel=next\" | none",
        "garbage | none",
      })
  void findsTheNextLink(String header, String expected) {
    assertThat(LinkHeader.next(List.of(header)).orElse(null)).isEqualTo(expected);
  }
}
