/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.planner.ErrorCode;
import io.strake.s3.store.S3Connection;
import io.strake.s3.store.S3Errors;
import io.strake.s3.table.IcebergSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.SessionCatalog.SessionContext;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.HTTPClient;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTSessionCatalog;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.auth.OAuth2Properties;

/**
 * Clients of the REST catalogs of a source, one for all tables with the same address, warehouse and
 * secret. Files are read with the credentials of the source, never with those of a catalog.
 * Thread-safe.
 */
final class RestCatalogs implements AutoCloseable {
  private final S3Connection connection;
  private final FileIO files;
  private final S3Errors errors;
  private final Map<Map<String, String>, RESTSessionCatalog> open = new HashMap<>();

  RestCatalogs(S3Connection connection, FileIO files, S3Errors errors) {
    this.connection = connection;
    this.files = files;
    this.errors = errors;
  }

  /**
   * Returns what a catalog says of a table now.
   *
   * @throws RuntimeException of Iceberg's library, if the catalog does not
   */
  TableMetadata load(IcebergSource.Catalog source) {
    RESTSessionCatalog catalog = catalog(source);
    TableIdentifier name = TableIdentifier.parse(source.table());
    var table = catalog.loadTable(SessionContext.createEmpty(), name);
    return ((HasTableOperations) table).operations().current();
  }

  private synchronized RESTSessionCatalog catalog(IcebergSource.Catalog source) {
    Map<String, String> properties = new HashMap<>();
    properties.put(CatalogProperties.URI, source.uri());
    source.warehouse().ifPresent(w -> properties.put(CatalogProperties.WAREHOUSE_LOCATION, w));
    source.token().ifPresent(token -> properties.put(OAuth2Properties.TOKEN, token));
    source.credential().ifPresent(secret -> properties.put(OAuth2Properties.CREDENTIAL, secret));
    RESTSessionCatalog known = open.get(properties);
    if (known != null) {
      return known;
    }
    boolean hasSecret = source.token().isPresent() || source.credential().isPresent();
    RESTSessionCatalog catalog =
        new RESTSessionCatalog(config -> client(config, hasSecret), (context, config) -> files);
    String timeout = String.valueOf(connection.requestTimeout().toMillis());
    Map<String, String> settings = new HashMap<>(properties);
    settings.put("rest.client.connection-timeout-ms", timeout);
    settings.put("rest.client.socket-timeout-ms", timeout);
    settings.put("rest.client.max-retries", String.valueOf(connection.retries().maxAttempts() - 1));
    connection
        .certificates()
        .ifPresent(
            trusted -> {
              settings.put("rest.client.tls.configurer-impl", CatalogTrust.class.getName());
              settings.put(CatalogTrust.FILE, trusted.file().toString());
            });
    catalog.initialize(source.uri(), settings);
    open.put(properties, catalog);
    return catalog;
  }

  /** A catalog may answer with another address to go on with. */
  private RESTClient client(Map<String, String> config, boolean hasSecret) {
    String uri = config.get(CatalogProperties.URI);
    String tokens = config.getOrDefault(OAuth2Properties.OAUTH2_SERVER_URI, uri);
    boolean isAddress = tokens.startsWith("http:") || tokens.startsWith("https:");
    boolean isPrivate =
        S3Connection.isPrivate(uri) && (!isAddress || S3Connection.isPrivate(tokens));
    if (hasSecret && !isPrivate) {
      throw errors.of(
          ErrorCode.INVALID_CONFIGURATION,
          "the catalog asks to send its secret to '%s' or '%s', which are not both https; correct"
              + " the catalog",
          uri,
          tokens);
    }
    return HTTPClient.builder(config).uri(uri).withHeaders(RESTUtil.configHeaders(config)).build();
  }

  /** Ends connections and the renewal of tokens. */
  @Override
  public synchronized void close() {
    for (RESTSessionCatalog catalog : open.values()) {
      try {
        catalog.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    open.clear();
  }
}
