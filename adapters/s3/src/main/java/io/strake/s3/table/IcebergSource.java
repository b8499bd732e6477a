/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.Operands;
import io.strake.s3.store.S3Connection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Which state of an Iceberg table is read, and who knows where its metadata are. Immutable.
 *
 * <p>Without {@code snapshotId}, {@code asOf} and {@code ref} it is the current state of the main
 * branch.
 *
 * @param catalog catalog that knows the table; empty if the location of the table tells
 * @param snapshotId snapshot to read
 * @param asOf time whose snapshot of the main branch is read
 * @param ref branch or tag to read
 */
public record IcebergSource(
    Optional<Catalog> catalog,
    OptionalLong snapshotId,
    Optional<Instant> asOf,
    Optional<String> ref) {

  /**
   * A table of a REST catalog.
   *
   * @param uri address of the catalog
   * @param warehouse warehouse to ask the catalog for
   * @param token bearer token
   * @param credential {@code id:secret} or {@code secret} to get tokens with, after OAuth 2
   * @param table name of the table with its namespaces, {@code sales.eu.orders}
   */
  public record Catalog(
      String uri,
      Optional<String> warehouse,
      Optional<String> token,
      Optional<String> credential,
      String table) {
    /** Returns address and table, without secrets. */
    @Override
    public String toString() {
      return table + " at " + uri;
    }
  }

  /** Reads the operands of a table definition. */
  static IcebergSource fromOperands(Operands operands) {
    IcebergSource source =
        new IcebergSource(
            catalog(operands), snapshotId(operands), asOf(operands), operands.text("ref"));
    long states =
        Stream.of(source.snapshotId.isPresent(), source.asOf.isPresent(), source.ref.isPresent())
            .filter(isGiven -> isGiven)
            .count();
    if (states > 1) {
      throw operands.malformed("snapshotId", "the only one of snapshotId, asOf and ref");
    }
    return source;
  }

  private static Optional<Catalog> catalog(Operands operands) {
    Optional<String> uri = operands.text("catalog");
    Optional<String> warehouse = operands.text("warehouse");
    Optional<String> token = operands.text("token");
    Optional<String> credential = operands.text("credential");
    Optional<String> table = operands.text("table");
    if (uri.isEmpty()) {
      if (Stream.of(warehouse, token, credential, table).anyMatch(Optional::isPresent)) {
        throw operands.malformed(
            "catalog", "the address of a catalog, if warehouse, token, credential or table is set");
      }
      return Optional.empty();
    }
    boolean hasSecret = token.isPresent() || credential.isPresent();
    checkAddress(operands, uri.get(), hasSecret);
    if (token.isPresent() && credential.isPresent()) {
      throw operands.malformed("token", "left out where there is a credential");
    }
    if (table.isEmpty() || !table.get().matches("[^.]+([.][^.]+)+")) {
      throw operands.malformed("table", "a name with its namespace such as sales.orders");
    }
    return Optional.of(new Catalog(uri.get(), warehouse, token, credential, table.get()));
  }

  private static void checkAddress(Operands operands, String text, boolean hasSecret) {
    try {
      URI uri = new URI(text);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean isPlain = uri.getUserInfo() == null && uri.getQuery() == null;
      if (isHttp && uri.getHost() != null && isPlain && uri.getFragment() == null) {
        if (hasSecret && !S3Connection.isPrivate(text)) {
          throw operands.malformed("catalog", "an https address, as a secret is sent to it");
        }
        return;
      }
    } catch (URISyntaxException e) {
      // reported below
    }
    throw operands.malformed("catalog", "an address such as https://catalog.example.com/iceberg");
  }

  private static OptionalLong snapshotId(Operands operands) {
    Optional<String> text = operands.text("snapshotId");
    try {
      return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text.get()));
    } catch (NumberFormatException e) {
      throw operands.malformed("snapshotId", "the number of a snapshot");
    }
  }

  private static Optional<Instant> asOf(Operands operands) {
    try {
      return operands.text("asOf").map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      throw operands.malformed("asOf", "a time with its offset such as 2026-11-27T08:30:00Z");
    }
  }

  /** Returns what is read of the table, for people; empty for its current state. */
  public String state() {
    if (snapshotId.isPresent()) {
      return "snapshotId=" + snapshotId.getAsLong();
    }
    return asOf.map(time -> "asOf=" + time).or(() -> ref.map(name -> "ref=" + name)).orElse("");
  }
}
