/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;

/**
 * Iceberg tables in the object store of a fixture: DuckDB writes their Parquet files, Iceberg's own
 * library commits them.
 */
final class IcebergFixture implements AutoCloseable {
  final S3Fixture store;
  final IcebergTestCatalog catalog;
  private final Path directory;
  private int files;

  IcebergFixture(Path directory) throws SQLException {
    this.directory = directory;
    this.store = new S3Fixture(directory);
    this.catalog = new IcebergTestCatalog(directory, store.s3);
  }

  Table create(String name, Schema schema, PartitionSpec spec, int version) {
    return catalog
        .buildTable(IcebergTestCatalog.table(name), schema)
        .withPartitionSpec(spec)
        .withLocation("s3://" + S3Fixture.BUCKET + "/" + name)
        .withProperty("format-version", String.valueOf(version))
        .create();
  }

  Table create(String name, Schema schema) {
    return create(name, schema, PartitionSpec.unpartitioned(), 2);
  }

  /** Returns how many rows of a table and of a query of DuckDB have no counterpart. */
  long differences(Table table, String expected) throws Exception {
    return store.differences(S3Fixture.table(store.schema(operand(table))), expected);
  }

  /** Returns the JSON of a table definition over the newest metadata file of a table. */
  static String definition(Table table, String more) {
    return "{name:'t',format:'iceberg',location:'" + folder(table) + "'" + more + "}";
  }

  static Map<String, Object> operand(Table table, Object... more) {
    Map<String, Object> operand = new LinkedHashMap<>();
    operand.put("name", "t");
    operand.put("format", "iceberg");
    operand.put("location", folder(table));
    for (int i = 0; i < more.length; i += 2) {
      operand.put((String) more[i], more[i + 1]);
    }
    return operand;
  }

  static String folder(Table table) {
    return table.location().replaceFirst("s3://[^/]+/", "");
  }

  /** Appends the rows of a query as one file. */
  DataFile append(Table table, String query) throws Exception {
    DataFile file = file(table, query, null);
    table.newAppend().appendFile(file).commit();
    return file;
  }

  /** Appends the rows of a query, which has a unique column {@code id}, as a file per partition. */
  List<DataFile> appendPartitioned(Table table, String query) throws Exception {
    List<DataFile> written = new ArrayList<>();
    AppendFiles append = table.newAppend();
    for (Map.Entry<PartitionData, List<Long>> part : partitions(table, query).entrySet()) {
      String ids = part.getValue().stream().map(String::valueOf).collect(Collectors.joining(","));
      String rows = "SELECT * FROM (" + query + ") WHERE id IN (" + ids + ") ORDER BY id";
      DataFile file = file(table, rows, part.getKey());
      written.add(file);
      append.appendFile(file);
    }
    append.commit();
    return written;
  }

  private Map<PartitionData, List<Long>> partitions(Table table, String query) throws SQLException {
    PartitionSpec spec = table.spec();
    String sources =
        spec.fields().stream()
            .map(field -> table.schema().findField(field.sourceId()))
            .map(field -> internal(field.name(), field.type()))
            .collect(Collectors.joining(", "));
    Map<PartitionData, List<Long>> ids = new LinkedHashMap<>();
    try (Statement statement = store.duckdb.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id, " + sources + " FROM (" + query + ") ORDER BY id")) {
      while (rows.next()) {
        PartitionData data = new PartitionData(spec.partitionType());
        for (int i = 0; i < spec.fields().size(); i++) {
          data.set(i, transformed(table.schema(), spec.fields().get(i), rows.getObject(i + 2)));
        }
        ids.computeIfAbsent(data, any -> new ArrayList<>()).add(rows.getLong(1));
      }
    }
    return ids;
  }

  /** Returns the expression of a value as Iceberg has it in memory. */
  private static String internal(String column, Type type) {
    return switch (type.typeId()) {
      case DATE -> "date_diff('day', DATE '1970-01-01', " + column + ")::INTEGER";
      case TIMESTAMP -> "epoch_us(" + column + ")";
      default -> column;
    };
  }

  @SuppressWarnings("unchecked") // values are of the class of their type
  private static Object transformed(Schema schema, PartitionField field, Object value) {
    Transform<Object, Object> transform = (Transform<Object, Object>) field.transform();
    return transform.bind(schema.findType(field.sourceId())).apply(value);
  }

  /** Writes a file that is not committed yet. */
  DataFile file(Table table, String query, StructLike partition) throws Exception {
    Path local = parquet(query, ids(table.schema().columns()));
    String location = put(table, local);
    ParquetMetadata footer = footer(local);
    DataFiles.Builder builder =
        DataFiles.builder(table.spec())
            .withPath(location)
            .withFormat("parquet")
            .withFileSizeInBytes(Files.size(local))
            .withMetrics(metrics(footer, MetricsConfig.forTable(table)))
            .withSplitOffsets(ParquetUtil.getSplitOffsets(footer));
    if (partition != null) {
      builder.withPartition(partition);
    }
    return builder.build();
  }

  private static Metrics metrics(ParquetMetadata footer, MetricsConfig config) {
    return ParquetUtil.footerMetrics(footer, Stream.empty(), config);
  }

  /** Writes a delete file over the rows of a query with the columns {@code file_path, pos}. */
  DeleteFile positionDeletes(Table table, String query, StructLike partition) throws Exception {
    String ids =
        "{file_path: %d, pos: %d}"
            .formatted(
                MetadataColumns.DELETE_FILE_PATH.fieldId(),
                MetadataColumns.DELETE_FILE_POS.fieldId());
    return deletes(table, parquet(query, ids), partition).build();
  }

  /** Writes a delete file over the rows of a query, which are values of columns of the table. */
  DeleteFile equalityDeletes(Table table, String query, StructLike partition, String... columns)
      throws Exception {
    List<Types.NestedField> fields =
        Stream.of(columns).map(name -> table.schema().findField(name)).toList();
    int[] ids = fields.stream().mapToInt(Types.NestedField::fieldId).toArray();
    return deletes(table, parquet(query, ids(fields)), partition).ofEqualityDeletes(ids).build();
  }

  private FileMetadata.Builder deletes(Table table, Path local, StructLike partition)
      throws Exception {
    FileMetadata.Builder builder =
        FileMetadata.deleteFileBuilder(table.spec())
            .ofPositionDeletes()
            .withPath(put(table, local))
            .withFormat("parquet")
            .withFileSizeInBytes(Files.size(local))
            .withMetrics(metrics(footer(local), MetricsConfig.getDefault()));
    return partition == null ? builder : builder.withPartition(partition);
  }

  private String put(Table table, Path local) {
    String key = folder(table) + "/data/" + local.getFileName();
    store.s3.put(S3Fixture.BUCKET, key, local);
    return "s3://" + S3Fixture.BUCKET + "/" + key;
  }

  Path parquet(String query, String ids) throws SQLException {
    Path local = directory.resolve("iceberg-%04d.parquet".formatted(files++));
    String option = ids.isEmpty() ? "" : ", FIELD_IDS " + ids;
    store.duck(
        "COPY (%s) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048%s)"
            .formatted(query, local, option));
    return local;
  }

  /** Returns the identifiers of columns as DuckDB takes them. */
  static String ids(List<Types.NestedField> fields) {
    return fields.stream()
        .map(field -> "\"" + field.name() + "\": " + id(field))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String id(Types.NestedField field) {
    if (!field.type().isNestedType()) {
      return String.valueOf(field.fieldId());
    }
    String parts = ids(field.type().asNestedType().fields());
    return "{__duckdb_field_id: " + field.fieldId() + ", " + parts.substring(1);
  }

  static ParquetMetadata footer(Path local) throws Exception {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(local), options)) {
      return reader.getFooter();
    }
  }

  @Override
  public void close() throws SQLException {
    store.close();
  }
}
