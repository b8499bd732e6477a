/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import com.google.common.collect.ImmutableList;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.ChainedRelMetadataProvider;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.ReflectiveRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataProvider;

/** The metadata provider of Strake: our estimates first, Calcite's for the rest. */
public final class FederationMetadata {
  /** The provider to plan with. Thread-safe. */
  public static final RelMetadataProvider PROVIDER =
      ChainedRelMetadataProvider.of(
          ImmutableList.of(
              ReflectiveRelMetadataProvider.reflectiveSource(
                  new FederationRowCount(), BuiltInMetadata.RowCount.Handler.class),
              ReflectiveRelMetadataProvider.reflectiveSource(
                  new FederationSelectivity(), BuiltInMetadata.Selectivity.Handler.class),
              ReflectiveRelMetadataProvider.reflectiveSource(
                  new FederationColumnSize(), BuiltInMetadata.Size.Handler.class),
              ReflectiveRelMetadataProvider.reflectiveSource(
                  new FederationNodeCost(), BuiltInMetadata.NonCumulativeCost.Handler.class),
              DefaultRelMetadataProvider.INSTANCE));

  private FederationMetadata() {}
}
