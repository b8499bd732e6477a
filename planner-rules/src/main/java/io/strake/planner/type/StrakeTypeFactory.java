/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.type;

import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Type factory of Strake: {@link StrakeTypeSystem}, texts in UTF-8, and one type of instants.
 *
 * <p>Calcite's default charset, ISO-8859-1, refuses most of Unicode. Thread-safe.
 */
public final class StrakeTypeFactory extends JavaTypeFactoryImpl {
  /** Creates a type factory. */
  public StrakeTypeFactory() {
    super(StrakeTypeSystem.INSTANCE);
  }

  /** Synchronized, because the superclass keeps the classes of rows in a plain map. */
  @Override
  public synchronized Type getJavaClass(RelDataType type) {
    return super.getJavaClass(type);
  }

  @Override
  public synchronized Type createSyntheticType(List<Type> types) {
    return super.createSyntheticType(types);
  }

  /** TIMESTAMP WITH TIME ZONE is an instant, as in PostgreSQL: it keeps no zone of its own. */
  @Override
  public RelDataType createSqlType(SqlTypeName typeName) {
    return super.createSqlType(instant(typeName));
  }

  @Override
  public RelDataType createSqlType(SqlTypeName typeName, int precision) {
    return super.createSqlType(instant(typeName), precision);
  }

  private static SqlTypeName instant(SqlTypeName typeName) {
    return typeName == SqlTypeName.TIMESTAMP_TZ
        ? SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE
        : typeName;
  }

  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }
}
