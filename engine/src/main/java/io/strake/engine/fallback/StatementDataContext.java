/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.fallback;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ArrowEnumerable;
import io.strake.planner.arrow.ExecutionContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.rel.type.TimeFrames;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;

/** What generated code asks about its statement: time, zone, cancel flag, tables. Thread-safe. */
final class StatementDataContext implements DataContext {
  private final SchemaPlus rootSchema;
  private final JavaTypeFactory typeFactory;
  private final Map<String, Object> values;
  private final StatementParameters parameters;

  StatementDataContext(
      ExecutionContext context,
      SchemaPlus rootSchema,
      JavaTypeFactory typeFactory,
      Map<String, Object> parameters) {
    this.rootSchema = rootSchema;
    this.typeFactory = typeFactory;
    this.parameters = new StatementParameters(context.parameters(), typeFactory);
    this.values = new HashMap<>(parameters);
    AtomicBoolean cancelFlag = new AtomicBoolean();
    context.onCancel(() -> cancelFlag.set(true)); // lives as long as the context
    TimeZone zone = TimeZone.getTimeZone(context.timeZone());
    long now = Instant.now().toEpochMilli();
    values.put(ArrowEnumerable.CONTEXT_VARIABLE, context);
    values.put(Variable.CANCEL_FLAG.camelName, cancelFlag);
    values.put(Variable.UTC_TIMESTAMP.camelName, now);
    values.put(Variable.CURRENT_TIMESTAMP.camelName, now + zone.getOffset(now));
    values.put(Variable.LOCAL_TIMESTAMP.camelName, now + zone.getOffset(now));
    values.put(Variable.SYS_TIMESTAMP.camelName, now);
    values.put(Variable.TIME_ZONE.camelName, zone);
    values.put(
        Variable.TIME_FRAME_SET.camelName,
        typeFactory.getTypeSystem().deriveTimeFrameSet(TimeFrames.CORE));
    values.put(Variable.LOCALE.camelName, Locale.ROOT);
  }

  @Override
  public SchemaPlus getRootSchema() {
    return rootSchema;
  }

  @Override
  public JavaTypeFactory getTypeFactory() {
    return typeFactory;
  }

  @Override
  public QueryProvider getQueryProvider() {
    throw StrakeException.of(
        ErrorCode.UNSUPPORTED, "query: tables that are LINQ queries cannot be read");
  }

  @Override
  public @Nullable Object get(String name) {
    if (name.equals(Variable.USER.camelName) || name.equals(Variable.SYSTEM_USER.camelName)) {
      throw StrakeException.of(
          ErrorCode.UNSUPPORTED, "query: CURRENT_USER and its like are not available");
    }
    return name.startsWith("?")
        ? parameters.value(Integer.parseInt(name.substring(1)))
        : values.get(name);
  }
}
