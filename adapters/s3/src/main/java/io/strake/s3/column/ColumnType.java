/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import io.strake.planner.type.StrakeTypeSystem;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Pattern DECIMAL =
      Pattern.compile("(?:decimal|numeric)\\s*\\(\\s*(\\d{1,2})\\s*(?:,\\s*(\\d{1,2})\\s*)?\\)");

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

  public static Optional<ColumnType> parse(String text) {
    String lower = text.trim().toLowerCase(Locale.ROOT);
    Matcher decimal = DECIMAL.matcher(lower);
    if (decimal.matches()) {
      int precision = Integer.parseInt(decimal.group(1));
      int scale = decimal.group(2) == null ? 0 : Integer.parseInt(decimal.group(2));
      boolean valid =
          precision >= 1
              && precision <= StrakeTypeSystem.MAX_DECIMAL_PRECISION
              && scale <= precision;
      return valid ? Optional.of(decimal(precision, scale)) : Optional.empty();
    }
    return switch (lower) {
      case "boolean", "bool" -> Optional.of(of(SqlTypeName.BOOLEAN));
      case "tinyint" -> Optional.of(of(SqlTypeName.TINYINT));
      case "smallint" -> Optional.of(of(SqlTypeName.SMALLINT));
      case "integer", "int" -> Optional.of(of(SqlTypeName.INTEGER));
      case "bigint" -> Optional.of(of(SqlTypeName.BIGINT));
      case "real" -> Optional.of(of(SqlTypeName.REAL));
      case "double", "double precision", "float" -> Optional.of(of(SqlTypeName.DOUBLE));
      case "varchar", "text", "string" -> Optional.of(of(SqlTypeName.VARCHAR));
      case "date" -> Optional.of(of(SqlTypeName.DATE));
      case "time" -> Optional.of(of(SqlTypeName.TIME));
      case "timestamp" -> Optional.of(of(SqlTypeName.TIMESTAMP));
      case "timestamptz" -> Optional.of(of(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE));
      default -> Optional.empty();
    };
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
