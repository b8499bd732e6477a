/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import io.strake.planner.type.StrakeTypeSystem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * SQL type of a column, independent of a type factory. Immutable.
 *
 * @param name type
 * @param precision number of digits of a decimal; 0 for other types
 * @param scale digits behind the point of a decimal; 0 for other types
 * @param members fields of a ROW, or the one element of an ARRAY; empty for other types
 */
public record ColumnType(SqlTypeName name, int precision, int scale, List<Member> members) {
  /** Copies the list. */
  public ColumnType {
    members = List.copyOf(members);
  }

  /** A part of a nested type, which may be NULL. */
  public record Member(String name, ColumnType type) {}

  public static ColumnType of(SqlTypeName name) {
    return new ColumnType(name, 0, 0, List.of());
  }

  public static ColumnType decimal(int precision, int scale) {
    return new ColumnType(SqlTypeName.DECIMAL, precision, scale, List.of());
  }

  public static ColumnType array(ColumnType element) {
    return new ColumnType(SqlTypeName.ARRAY, 0, 0, List.of(new Member("item", element)));
  }

  public static ColumnType row(List<Member> members) {
    return new ColumnType(SqlTypeName.ROW, 0, 0, members);
  }

  /** Returns the type that a definition of a table writes so; empty if there is none. */
  public static Optional<ColumnType> parse(String text) {
    return TypeParser.parse(text);
  }

  public RelDataType toRelDataType(RelDataTypeFactory factory, boolean nullable) {
    RelDataType type =
        switch (name) {
          case DECIMAL -> factory.createSqlType(name, precision, scale);
          case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              factory.createSqlType(
                  name,
                  Math.min(
                      StrakeTypeSystem.TIME_PRECISION,
                      factory.getTypeSystem().getMaxPrecision(name)));
          case ARRAY ->
              factory.createArrayType(members.get(0).type.toRelDataType(factory, true), -1);
          case ROW -> {
            RelDataTypeFactory.Builder builder = factory.builder();
            members.forEach(m -> builder.add(m.name, m.type.toRelDataType(factory, true)));
            yield builder.build();
          }
          default -> factory.createSqlType(name);
        };
    return factory.createTypeWithNullability(type, nullable);
  }

  /** Returns whether a plan was made for this type; type factories may have cut its precision. */
  public boolean matches(RelDataType planned) {
    if (planned.getSqlTypeName() != name) {
      return false;
    }
    return switch (name) {
      case DECIMAL -> planned.getScale() == scale;
      case ARRAY -> members.get(0).type.matches(Objects.requireNonNull(planned.getComponentType()));
      case ROW -> matchesFields(planned.getFieldList());
      default -> true;
    };
  }

  private boolean matchesFields(List<RelDataTypeField> fields) {
    if (fields.size() != members.size()) {
      return false;
    }
    for (int i = 0; i < fields.size(); i++) {
      Member member = members.get(i);
      if (!member.name.equals(fields.get(i).getName())
          || !member.type.matches(fields.get(i).getType())) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether the values are times, of which some engines keep milliseconds only. */
  boolean isCoarse() {
    return switch (name) {
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> true;
      default -> false;
    };
  }

  /** Returns whether a field of text can have values of this type. */
  public boolean isText() {
    return switch (name) {
      case VARBINARY, ARRAY, ROW -> false;
      default -> true;
    };
  }

  /** Returns whether the values have a fixed, small width. */
  public boolean isNarrow() {
    return switch (name) {
      case VARCHAR, VARBINARY, DECIMAL, ARRAY, ROW -> false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return switch (name) {
      case DECIMAL -> "DECIMAL(" + precision + ", " + scale + ")";
      case ARRAY -> members.get(0).type + " ARRAY";
      case ROW ->
          members.stream()
              .map(member -> member.name + " " + member.type)
              .collect(Collectors.joining(", ", "ROW(", ")"));
      default -> name.name();
    };
  }
}
