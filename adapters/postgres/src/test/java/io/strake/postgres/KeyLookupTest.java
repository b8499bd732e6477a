/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.KeyBatches;
import io.strake.planner.arrow.KeyLookup;
import io.strake.planner.arrow.PushedDownRel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.runtime.Hook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows by key: the same as if all rows were read and filtered here. */
final class KeyLookupTest {
  private static final String COLUMNS =
      " (id int, i int, b bigint, s smallint, n numeric(9, 2), m numeric, t text, c text COLLATE"
          + " \"C\", own text COLLATE \"en-x-icu\", loose text COLLATE nocase, ci citext, pad"
          + " char(5), e mood, u uuid, d date, tm time, ts timestamp, tz timestamptz, f boolean)";

  private static final String RANDOM_ROWS =
      " SELECT g, (random() * 40)::int - 20, (random() * 9e18)::bigint / 1000000000000000000,"
          + " (random() * 9)::int, round((random() * 9)::numeric, 1), round((random() * 9)::numeric,"
          + " 1), w[1 + (random() * 9)::int], w[1 + (random() * 9)::int], w[1 + (random() * 9)::int],"
          + " w[1 + (random() * 9)::int], w[1 + (random() * 9)::int], w[1 + (random() * 9)::int],"
          + " (ARRAY['sad', 'ok', 'Ok'])[1 + (random() * 2.9)::int]::mood,"
          + " md5((random() * 20)::int::text)::uuid, date '2024-02-20' + (random() * 20)::int,"
          + " time '12:00' + (random() * 9)::int * interval '1 microsecond',"
          + " timestamp '0001-01-01 BC' + (random() * 9)::int * interval '100 years 1 microsecond',"
          + " timestamptz '2024-01-01 00:00+05' + (random() * 9)::int * interval '1 hour',"
          + " random() < 0.5 FROM (SELECT ARRAY['', 'a', 'A', 'ä', 'it''s', '\"', '\\', ' a', 'NULL',"
          + " '{a,b}'] AS w) AS x, generate_series(1, %d) g";

  private static TestDatabase database;
  private static PostgresSchema schema;

  private RootAllocator allocator;
  private ExecutionContext context;

  @BeforeAll
  static void createTables() throws SQLException {
    database =
        TestDatabase.create(
            "CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2',"
                + " deterministic = false)",
            "CREATE EXTENSION citext",
            "CREATE TYPE mood AS ENUM ('sad', 'ok', 'Ok', 'none')",
            "SELECT setseed(0.5)",
            "CREATE TABLE stored" + COLUMNS,
            "CREATE TABLE wanted" + COLUMNS,
            "INSERT INTO stored" + RANDOM_ROWS.formatted(300),
            "INSERT INTO wanted" + RANDOM_ROWS.formatted(12),
            "INSERT INTO stored (id) VALUES (1000)",
            "INSERT INTO wanted (id) VALUES (1000)",
            "CREATE TABLE numbered AS SELECT i AS id, i % 7 AS grp, 'n' || i AS name,"
                + " md5(i::text)::uuid AS uid FROM generate_series(1, 200000) i",
            "CREATE UNIQUE INDEX ON numbered (id)",
            "CREATE INDEX ON numbered (name)",
            "CREATE INDEX ON numbered (uid)",
            "CREATE INDEX ON numbered (grp, id)",
            "ANALYZE");
    schema = database.schema();
  }

  @AfterAll
  static void closeSchema() {
    schema.close();
  }

  @BeforeEach
  void open() {
    allocator = new RootAllocator();
    context = ExecutionContext.builder(allocator).build();
  }

  @AfterEach
  void close() {
    allocator.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i",
        "b",
        "s",
        "n",
        "m",
        "t",
        "c",
        "own",
        "loose",
        "ci",
        "pad",
        "e",
        "u",
        "d",
        "tm",
        "ts",
        "tz",
        "f",
        "i,s",
        "t,own",
        "loose,ci,pad",
        "n,d,f",
        "e,u",
        "tz,b"
      })
  void hasTheRowsThatAreLeftOfAllByTheKey(String names) throws IOException {
    List<String> columns = List.of(names.split(","));
    ArrowRel stored = TableReader.scan(schema, "stored");
    KeyLookup lookup = lookup(stored, columns);
    List<Integer> wantedColumns = indexes(stored, columns);
    int rows = 0;
    try (ArrowReader wanted = TableReader.scan(schema, "wanted").execute(context)) {
      while (wanted.loadNextBatch()) {
        VectorSchemaRoot batch = wanted.getVectorSchemaRoot();
        try (KeyBatches keys =
            new KeyBatches(allocator, batch.getSchema(), wantedColumns, lookup.maxKeys())) {
          assertThat(keys.add(batch, 0)).isEqualTo(batch.getRowCount());
          assertThat(keys.keys().getRowCount()).isLessThan(13);
          Set<Integer> expected = filtered(stored, wantedColumns, keys.keys());
          assertThat(ids(lookup.open(context, keys.keys()))).isEqualTo(expected);
          rows += expected.size();
        }
      }
    }
    assertThat(rows).as("rows that were found").isPositive();
  }

  @Test
  void aKeyThatTheColumnCannotHoldIsEqualToNothing() throws IOException {
    try (BigIntVector wide = new BigIntVector("k", allocator);
        DecimalVector decimal = new DecimalVector("k", allocator, 38, 3);
        DateDayVector days = new DateDayVector("k", allocator);
        TimeStampMicroVector times = new TimeStampMicroVector("k", allocator);
        VarCharVector texts = new VarCharVector("k", allocator)) {
      set(wide, Long.MAX_VALUE, Long.MIN_VALUE, 5L);
      assertThat(ids(lookup("numbered", "id"), wide)).containsExactly(5);
      decimal.setSafe(0, new java.math.BigDecimal("7.000"));
      decimal.setSafe(1, new java.math.BigDecimal("7.001"));
      decimal.setValueCount(2);
      assertThat(ids(lookup("numbered", "id"), decimal)).containsExactly(7);
      days.setSafe(0, Integer.MIN_VALUE);
      days.setSafe(1, Integer.MAX_VALUE);
      days.setValueCount(2);
      assertThat(ids(lookup("stored", "d"), days)).isEmpty();
      times.setSafe(0, Long.MIN_VALUE);
      times.setSafe(1, Long.MAX_VALUE);
      times.setValueCount(2);
      assertThat(ids(lookup("stored", "ts"), times)).isEmpty();
      set(texts, "n1\0", "'); DROP TABLE numbered; --", "n77", "no uuid", "\\\"'{}");
      assertThat(ids(lookup("numbered", "name"), texts)).containsExactly(77);
      assertThat(ids(lookup("numbered", "uid"), texts)).isEmpty();
      assertThat(ids(lookup("stored", "e"), texts)).isEmpty();
    }
  }

  @Test
  void noKeysAreEqualToNothing() throws IOException {
    try (BigIntVector none = new BigIntVector("k", allocator)) {
      assertThat(ids(lookup("numbered", "id"), none)).isEmpty();
    }
  }

  @Test
  void refusesWhatIsNoKeyOfTheColumns() {
    assertThat(((PushedDownRel) doubles()).keyLookup(List.of(0))).isEmpty();
    try (Float8Vector doubles = new Float8Vector("k", allocator);
        VarCharVector texts = new VarCharVector("k", allocator);
        BigIntVector many = new BigIntVector("k", allocator)) {
      KeyLookup lookup = lookup("numbered", "id");
      assertThatThrownBy(() -> ids(lookup, doubles)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ids(lookup, texts)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ids(lookup, many, many))
          .isInstanceOf(IllegalArgumentException.class);
      set(many, IntStream.range(0, 1001).mapToObj(i -> (Object) (long) i).toArray());
      assertThatThrownBy(() -> ids(lookup, many)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "name", "uid", "grp,id"})
  void usesTheIndex(String names) throws SQLException {
    List<String> columns = List.of(names.split(","));
    String sql = lookup(TableReader.scan(schema, "numbered"), columns).toString();
    for (int i = 0; i < columns.size(); i++) {
      String keys =
          "(SELECT array_agg(x) FROM (SELECT DISTINCT "
              + columns.get(i)
              + (columns.get(i).equals("uid") ? "::text" : "")
              + " AS x FROM numbered WHERE id < 300) AS y)";
      String array = database.ask("SELECT quote_literal(" + keys + "::text)").get(0);
      String type = columns.get(i).matches("name|uid") ? "text" : "int";
      sql = sql.replace("$keys" + (i + 1), array + "::" + type + "[]");
    }
    assertThat(String.join("\n", database.ask("EXPLAIN " + sql)))
        .contains("Index")
        .doesNotContain("Seq Scan");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT grp AS id, COUNT(*) AS n FROM numbered GROUP BY grp",
        "SELECT id + 1 AS id, name FROM numbered WHERE name LIKE 'n%' ORDER BY name LIMIT 190000",
        "SELECT RANK() OVER (ORDER BY id) AS id, grp FROM numbered",
        "SELECT a.grp AS id, MAX(b.name) FROM numbered AS a JOIN numbered AS b ON a.id = b.id"
            + " GROUP BY a.grp",
        "SELECT id FROM numbered UNION SELECT grp FROM numbered"
      })
  void looksIntoWholeStatements(String query) throws Exception {
    PushedDownRel pushed = pushed(query);
    try (BigIntVector keys = new BigIntVector("k", allocator)) {
      set(keys, 3L, 4L, -1L);
      assertThat(ids(pushed.keyLookup(List.of(0)).orElseThrow(), keys)).containsExactly(3, 4);
    }
  }

  @Test
  void lookupsOfOneStatementSeeTheSameRows() throws Exception {
    database.execute("CREATE TABLE moving AS SELECT 1 AS id");
    try (PostgresSchema own = database.schema();
        BigIntVector keys = new BigIntVector("k", allocator)) {
      PushedDownRel table = (PushedDownRel) TableReader.scan(own, "moving");
      KeyLookup lookup = table.keyLookup(List.of(0)).orElseThrow();
      set(keys, 1L, 2L);
      ExecutionContext statement =
          ExecutionContext.builder(allocator)
              .plan(LogicalUnion.create(List.of(table, table), true))
              .build();
      assertThat(ids(lookup.open(statement, root(keys)))).containsExactly(1);
      database.execute("INSERT INTO moving VALUES (2)");
      assertThat(ids(lookup.open(statement, root(keys)))).containsExactly(1);
      statement.end();
      assertThat(ids(lookup, keys)).containsExactly(1, 2);
      assertThat(database.activeBackends()).isZero();
    }
  }

  private static ArrowRel doubles() {
    try {
      database.execute("CREATE TABLE doubles (d float8)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    try (PostgresSchema own = database.schema()) {
      return TableReader.scan(own, "doubles");
    }
  }

  private static KeyLookup lookup(String table, String column) {
    return lookup(TableReader.scan(schema, table), List.of(column));
  }

  private static KeyLookup lookup(ArrowRel table, List<String> columns) {
    return ((PushedDownRel) table).keyLookup(indexes(table, columns)).orElseThrow();
  }

  private static List<Integer> indexes(RelNode table, List<String> columns) {
    return columns.stream().map(table.getRowType().getFieldNames()::indexOf).toList();
  }

  /** Returns the statement of a query that is one. */
  private static PushedDownRel pushed(String query) throws SQLException {
    List<PushedDownRel> found = new ArrayList<>();
    try (Connection connection = database.openInCalcite();
        Hook.Closeable hook =
            Hook.PLAN_BEFORE_IMPLEMENTATION.<RelRoot>addThread(
                root -> found.add((PushedDownRel) root.rel.getInput(0)))) {
      assertThat(hook).isNotNull();
      connection.prepareStatement(query).close();
    }
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /** Returns the first columns of the rows whose keys are among some, found here. */
  private Set<Integer> filtered(ArrowRel table, List<Integer> columns, VectorSchemaRoot keys)
      throws IOException {
    Set<List<Object>> wanted = new java.util.HashSet<>();
    for (int row = 0; row < keys.getRowCount(); row++) {
      wanted.add(values(keys, row, IntStream.range(0, columns.size()).boxed().toList()));
    }
    Set<Integer> ids = new TreeSet<>();
    try (ArrowReader reader = table.execute(context)) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot batch = reader.getVectorSchemaRoot();
        for (int row = 0; row < batch.getRowCount(); row++) {
          if (wanted.contains(values(batch, row, columns))) {
            ids.add((Integer) batch.getVector(0).getObject(row));
          }
        }
      }
    }
    return ids;
  }

  private static List<Object> values(VectorSchemaRoot batch, int row, List<Integer> columns) {
    List<Object> values = new ArrayList<>();
    columns.forEach(column -> values.add(batch.getVector(column).getObject(row)));
    return values;
  }

  private Set<Integer> ids(KeyLookup lookup, FieldVector... keys) throws IOException {
    return ids(lookup.open(context, root(keys)));
  }

  private static VectorSchemaRoot root(FieldVector... keys) {
    return VectorSchemaRoot.of(keys);
  }

  private static Set<Integer> ids(ArrowReader rows) throws IOException {
    Set<Integer> ids = new TreeSet<>();
    try (rows) {
      while (rows.loadNextBatch()) {
        FieldVector first = rows.getVectorSchemaRoot().getVector(0);
        for (int row = 0; row < first.getValueCount(); row++) {
          ids.add(((Number) first.getObject(row)).intValue());
        }
      }
    }
    return ids;
  }

  private static void set(FieldVector vector, Object... values) {
    for (int i = 0; i < values.length; i++) {
      if (vector instanceof BigIntVector numbers) {
        numbers.setSafe(i, (Long) values[i]);
      } else {
        ((VarCharVector) vector).setSafe(i, ((String) values[i]).getBytes(StandardCharsets.UTF_8));
      }
    }
    vector.setValueCount(values.length);
  }
}
