/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import io.strake.planner.type.StrakeTypeSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The least type that has all values of two others, where there is one that keeps each of them as
 * it is.
 *
 * <pre>
 *   TINYINT, SMALLINT, INTEGER, BIGINT           the wider one
 *   one of them and DECIMAL(p, s)                a decimal with the digits of both, up to 38
 *   DECIMAL(p, s) and DECIMAL(q, t)              likewise
 *   REAL and DOUBLE                              DOUBLE
 *   TINYINT, SMALLINT, INTEGER and REAL, DOUBLE  DOUBLE
 *   DATE and TIMESTAMP                           TIMESTAMP, where a date is its midnight
 *   ARRAY and ARRAY                              ARRAY of the union of the elements
 *   ROW and ROW                                  ROW of the unions of the members by name
 * </pre>
 *
 * <p>BIGINT has values that DOUBLE has not, and a date or timestamp without a zone is no instant.
 */
public final class TypeUnion {
  private TypeUnion() {}

  /** Returns the union; empty if there is none. It does not depend on the order of the types. */
  public static Optional<ColumnType> of(ColumnType one, ColumnType other) {
    if (one.equals(other)) {
      return Optional.of(one);
    } else if (one.name() == SqlTypeName.ARRAY && other.name() == SqlTypeName.ARRAY) {
      return of(element(one), element(other)).map(ColumnType::array);
    } else if (one.name() == SqlTypeName.ROW && other.name() == SqlTypeName.ROW) {
      return rows(one, other);
    } else if (isExact(one) && isExact(other)) {
      return exact(one, other);
    } else if (fitsDouble(one) && fitsDouble(other)) {
      return Optional.of(ColumnType.of(SqlTypeName.DOUBLE));
    }
    return isDateAndTimestamp(one, other) || isDateAndTimestamp(other, one)
        ? Optional.of(ColumnType.of(SqlTypeName.TIMESTAMP))
        : Optional.empty();
  }

  /** Returns whether a type has all values of another one. */
  public static boolean holds(ColumnType wide, ColumnType narrow) {
    return wide.equals(narrow) || of(wide, narrow).filter(wide::equals).isPresent();
  }

  private static ColumnType element(ColumnType array) {
    return array.members().get(0).type();
  }

  /** Members keep the order of the first row; those that only the other one has follow. */
  private static Optional<ColumnType> rows(ColumnType one, ColumnType other) {
    List<ColumnType.Member> members = new ArrayList<>();
    for (ColumnType.Member member : one.members()) {
      Optional<ColumnType> same = member(other, member.name());
      Optional<ColumnType> type =
          same.isEmpty() ? Optional.of(member.type()) : of(member.type(), same.get());
      if (type.isEmpty()) {
        return Optional.empty();
      }
      members.add(new ColumnType.Member(member.name(), type.get()));
    }
    for (ColumnType.Member member : other.members()) {
      if (member(one, member.name()).isEmpty()) {
        members.add(member);
      }
    }
    return Optional.of(ColumnType.row(members));
  }

  private static Optional<ColumnType> member(ColumnType row, String name) {
    return row.members().stream()
        .filter(member -> member.name().equals(name))
        .map(ColumnType.Member::type)
        .findFirst();
  }

  private static boolean isExact(ColumnType type) {
    return type.name() == SqlTypeName.DECIMAL || SqlTypeName.INT_TYPES.contains(type.name());
  }

  private static Optional<ColumnType> exact(ColumnType one, ColumnType other) {
    if (one.name() != SqlTypeName.DECIMAL && other.name() != SqlTypeName.DECIMAL) {
      return Optional.of(digits(one) > digits(other) ? one : other);
    }
    int scale = Math.max(one.scale(), other.scale());
    int whole = Math.max(digits(one) - one.scale(), digits(other) - other.scale());
    return whole + scale > StrakeTypeSystem.MAX_DECIMAL_PRECISION
        ? Optional.empty()
        : Optional.of(ColumnType.decimal(whole + scale, scale));
  }

  private static int digits(ColumnType type) {
    return switch (type.name()) {
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INTEGER -> 10;
      case BIGINT -> 19;
      default -> type.precision();
    };
  }

  private static boolean fitsDouble(ColumnType type) {
    return switch (type.name()) {
      case TINYINT, SMALLINT, INTEGER, REAL, DOUBLE -> true;
      default -> false;
    };
  }

  private static boolean isDateAndTimestamp(ColumnType one, ColumnType other) {
    return one.name() == SqlTypeName.DATE && other.name() == SqlTypeName.TIMESTAMP;
  }
}
