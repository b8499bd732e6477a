/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.s3.table.TableDefinition;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchWarehouseException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;

/** Translator of failures of Iceberg's library into errors that name the table. Immutable. */
final class IcebergFailures {
  private final String source;
  private final TableDefinition definition;

  IcebergFailures(String sourceName, TableDefinition definition) {
    this.source = "s3 source '" + sourceName + "'";
    this.definition = definition;
  }

  /**
   * Returns what {@code work} returns.
   *
   * @throws StrakeException for everything that it throws
   */
  <T> T guard(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      throw StrakeException.findIn(e).orElseGet(() -> translated(e));
    }
  }

  private StrakeException translated(RuntimeException failure) {
    Optional<String> catalog =
        definition.iceberg().flatMap(iceberg -> iceberg.catalog()).map(Object::toString);
    String name =
        "table '" + definition.name() + "' (" + catalog.orElse(definition.location()) + ")";
    if (failure instanceof NoSuchTableException
        || failure instanceof NoSuchNamespaceException
        || failure instanceof NoSuchWarehouseException) {
      return of(
          failure, ErrorCode.UNKNOWN_TABLE, name + " does not exist; correct operand 'table'");
    } else if (failure instanceof NotAuthorizedException || failure instanceof ForbiddenException) {
      String remedy = "; check operands 'token' and 'credential', and what they permit";
      return of(failure, ErrorCode.SOURCE_DENIED, "the catalog refused " + name + remedy);
    } else if (failure instanceof ServiceUnavailableException || isUnreachable(failure)) {
      String remedy = "; check operand 'catalog' and the network";
      return of(
          failure, ErrorCode.SOURCE_UNAVAILABLE, "no answer from the catalog of " + name + remedy);
    } else if (failure instanceof RESTException) {
      String remedy = "; see the log of the catalog";
      return of(
          failure,
          ErrorCode.SOURCE_FAILED,
          "the catalog failed on " + name + ", " + firstLine(failure) + remedy);
    }
    return of(
        failure,
        ErrorCode.SOURCE_DATA_INVALID,
        "the Iceberg metadata of "
            + name
            + " are damaged or of an unknown version, "
            + firstLine(failure)
            + "; restore them or read an older metadata file");
  }

  private static boolean isUnreachable(RuntimeException failure) {
    return failure instanceof RESTException && failure.getCause() instanceof IOException;
  }

  private StrakeException of(Throwable cause, ErrorCode code, String message) {
    return StrakeException.causedBy(cause, code, "%s: %s", source, message);
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
