/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.type;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;

/**
 * Type factory of Strake: {@link StrakeTypeSystem} and texts in UTF-8.
 *
 * <p>Calcite's default charset, ISO-8859-1, refuses most of Unicode. Thread-safe.
 */
public final class StrakeTypeFactory extends JavaTypeFactoryImpl {
  /** Creates a type factory. */
  public StrakeTypeFactory() {
    super(StrakeTypeSystem.INSTANCE);
  }

  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }
}
