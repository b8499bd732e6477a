/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.Operands;
import io.strake.s3.store.StoreOptions;
import io.strake.s3.table.TableDefinition;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings of one object store, from the {@code operand} of its model entry. Immutable.
 *
 * @param store where the objects are, and how they are asked for
 * @param metadataTtl how long listings stay valid; one minute by default
 * @param scanThreads threads that read one scan; as many as there are processors by default
 * @param verifiesChecksums whether pages of Parquet whose checksum is wrong are refused; true by
 *     default
 * @param materialisesLate whether columns of a filter may be read before the others; true by
 *     default
 * @param maxBytesScanned bytes that one scan may read; without a limit by default
 * @param definitions tables; if there are none, every top-level prefix is one
 */
public record S3Options(
    StoreOptions store,
    Duration metadataTtl,
    int scanThreads,
    boolean verifiesChecksums,
    boolean materialisesLate,
    long maxBytesScanned,
    List<TableDefinition> definitions) {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final int MAX_SCAN_THREADS = 256;
  private static final Duration DEFAULT_METADATA_TTL = Duration.ofMinutes(1);

  /** Copies the lists. */
  public S3Options {
    definitions = List.copyOf(definitions);
  }

  /**
   * Reads the operands of a schema.
   *
   * @throws io.strake.planner.StrakeException if an operand is missing, unknown or malformed
   */
  public static S3Options fromOperand(String sourceName, Map<String, ?> operand) {
    Operands operands = new Operands("s3 source '" + sourceName + "'", operand);
    S3Options options =
        new S3Options(
            StoreOptions.fromOperands(sourceName, operands),
            operands.duration("metadataTtl", DEFAULT_METADATA_TTL),
            operands.integer("scanThreads", PROCESSORS, 1, MAX_SCAN_THREADS),
            operands.flag("verifyChecksums", true),
            operands.flag("lateMaterialization", true),
            operands.bytes("maxBytesScanned", Long.MAX_VALUE),
            operands.objects("definitions").stream().map(TableDefinition::fromOperands).toList());
    operands.rejectUnknown();
    rejectDuplicates(operands, options.definitions);
    return options;
  }

  /** Returns the settings without the keys. */
  @Override
  public String toString() {
    return "S3Options[" + store.sourceName() + ", " + store.address() + "]";
  }

  private static void rejectDuplicates(Operands operands, List<TableDefinition> definitions) {
    Set<String> names = new HashSet<>();
    for (TableDefinition definition : definitions) {
      if (!names.add(definition.name())) {
        throw operands.malformed(
            "definitions", "free of duplicates, but '" + definition.name() + "' appears twice");
      }
    }
  }
}
