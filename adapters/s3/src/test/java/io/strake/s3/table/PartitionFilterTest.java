/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.s3.S3Options;
import io.strake.s3.column.Bounds;
import io.strake.s3.column.Condition;
import io.strake.s3.column.Condition.Operator;
import io.strake.s3.column.Text;
import io.strake.s3.store.DirectoryFilter;
import io.strake.s3.store.ObjectLocation;
import io.strake.s3.store.ObjectTree;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import io.strake.s3.table.ListedKeys.Kind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.calcite.sql.type.SqlTypeName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Directories that are passed over, against listings of all of them. */
final class PartitionFilterTest {
  private static final int VALUES = 1_500;
  private static final int ANSWER = 25;
  private static final LocalDate FIRST = LocalDate.of(2019, 11, 20);
  private static final S3Errors ERRORS =
      new S3Errors(
          S3Options.fromOperand("lake", Map.of("endpoint", "http://localhost", "bucket", "data"))
              .store());
  private static final ExecutorService THREADS = Executors.newFixedThreadPool(2);

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
  }

  @Test
  void findsTheSameAsWithoutPassingOver() {
    int seed = Integer.getInteger("strake.s3.seed", 7);
    int rounds = Integer.getInteger("strake.s3.rounds", 24);
    for (int round = 0; round < rounds; round++) {
      Random random = new Random(seed * 1_000L + round);
      SqlTypeName type =
          List.of(SqlTypeName.BIGINT, SqlTypeName.DATE, SqlTypeName.VARCHAR).get(round % 3);
      Set<String> keys = keys(random, type);
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      ListedKeys store = new ListedKeys(keys, kind, ANSWER);
      ObjectTree shared = tree(store);
      PartitionColumns partitions = partitions(shared);
      assertThat(partitions.types().get("p").name()).isEqualTo(type);
      for (int i = 0; i < 12; i++) {
        Condition condition = condition(random, type, 2);
        DirectoryFilter filter = filter(partitions, condition);
        List<String> expected = found(tree(store), directory -> true, partitions, condition);
        String where = "seed " + seed + ", round " + round + ", " + kind + ", " + condition;
        assertThat(found(shared, filter, partitions, condition)).as(where).isEqualTo(expected);
        assertThat(found(tree(store), filter, partitions, condition)).as(where).isEqualTo(expected);
      }
    }
  }

  @Test
  void listsFewAnswersOnly() {
    LocalDate first = LocalDate.of(2026, 1, 1);
    Condition week =
        new Condition.All(
            List.of(
                new Condition.Comparison("p", Operator.GREATER_OR_EQUAL, first.toEpochDay()),
                new Condition.Comparison("p", Operator.LESS, first.plusDays(7).toEpochDay())));
    assertThat(lists(i -> LocalDate.of(1990, 1, 1).plusDays(i).toString(), week))
        .isLessThanOrEqualTo(4 + 1);
    Condition number = new Condition.Comparison("p", Operator.EQUAL, new BigDecimal(17_777));
    assertThat(lists(String::valueOf, number)).isLessThanOrEqualTo(2 + 1);
    assertThat(lists("%08d"::formatted, number)).isLessThanOrEqualTo(8 + 1);
    Condition text = new Condition.Comparison("p", Operator.EQUAL, new Text("v12345"));
    assertThat(lists(i -> "v" + i, text)).isLessThanOrEqualTo(6 + 1);
  }

  /** Returns how many answers the objects of a condition take after a table of 20,000 is known. */
  private static int lists(IntFunction<String> value, Condition condition) {
    Set<String> keys = new LinkedHashSet<>();
    for (int i = 0; i < 20_000; i++) {
      keys.add("t/p=" + value.apply(i) + "/x.parquet");
    }
    ListedKeys store = new ListedKeys(keys, Kind.REPEATS, 1_000);
    ObjectTree tree = tree(store);
    PartitionColumns partitions = partitions(tree);
    assertThat(store.lists.get()).isLessThanOrEqualTo(1 + 3);
    store.lists.set(0);
    assertThat(found(tree, filter(partitions, condition), partitions, condition).size())
        .isBetween(1, 7);
    return store.lists.get();
  }

  private static ObjectTree tree(ListedKeys store) {
    return ObjectTree.of(store, ObjectLocation.of("t/"), THREADS, ERRORS);
  }

  private static PartitionColumns partitions(ObjectTree tree) {
    return PartitionColumns.of(tree.first(), tree.directories().prefixes(), ERRORS);
  }

  private static List<String> found(
      ObjectTree tree, DirectoryFilter filter, PartitionColumns partitions, Condition condition) {
    return tree.objects(filter).stream()
        .filter(object -> holds(partitions, condition, object))
        .map(StoredObject::key)
        .toList();
  }

  private static boolean holds(
      PartitionColumns partitions, Condition condition, StoredObject object) {
    Map<String, ?> values = partitions.values(object);
    Function<String, Bounds> bounds = name -> Bounds.constant((Comparable<?>) values.get(name));
    return condition.mayHold(bounds);
  }

  private static Set<String> keys(Random random, SqlTypeName type) {
    Set<String> keys = new LinkedHashSet<>();
    int style = random.nextInt(4);
    for (int i = 0; i < VALUES; i++) {
      String value = written(random, value(random, type, style));
      String other = random.nextInt(2) == 0 ? "q=1/" : "q=2/";
      String name = random.nextInt(20) == 0 ? "%70=" : "p=";
      boolean isSecond = random.nextInt(40) == 0;
      if (random.nextInt(40) == 0) {
        String inner = written(random, value(random, type, style));
        keys.add("t/" + name + value + "/" + other + "p=" + inner + "/x");
      }
      keys.add("t/" + (isSecond ? other + name + value + "/" : name + value + "/" + other) + "x");
    }
    keys.add("t/a/p=" + value(random, type, style) + "/q=1/x");
    keys.add("t/z/p=" + value(random, type, style) + "/q=1/x");
    keys.add("t/p=" + PartitionColumns.NULL + "/q=1/x");
    return keys;
  }

  private static String value(Random random, SqlTypeName type, int style) {
    return switch (type) {
      case DATE -> FIRST.plusDays(random.nextInt(VALUES)).toString();
      case BIGINT -> {
        int number = random.nextInt(3 * VALUES) - (style == 0 ? VALUES : 0);
        yield switch (style) {
          case 0 -> number < 0 ? "-" + "0".repeat(random.nextInt(3)) + -number : "" + number;
          case 1 -> String.format("%06d", number);
          case 2 -> "0".repeat(random.nextInt(4)) + number;
          default -> String.valueOf(number);
        };
      }
      default -> {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
          text.appendCodePoint(
              new int[] {'a', 'b', 'Z', '0', '9', ' ', '%', '+', '-', '~', 0xe9, 0xfffd, 0x1f600}
                  [random.nextInt(13)]);
        }
        yield text.toString();
      }
    };
  }

  /** Writes a value in one of the ways in which it can be. */
  private static String written(Random random, String value) {
    StringBuilder text = new StringBuilder();
    for (int c : value.codePoints().toArray()) {
      if (c < 128 && (c == '%' || random.nextInt(25) == 0)) {
        text.append(String.format("%%%02X", c));
      } else {
        text.appendCodePoint(c);
      }
    }
    return text.toString();
  }

  private static Condition condition(Random random, SqlTypeName type, int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      List<Condition> parts = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        parts.add(condition(random, type, depth - 1));
      }
      return random.nextBoolean() ? new Condition.All(parts) : new Condition.Any(parts);
    }
    if (random.nextInt(12) == 0) {
      return new Condition.NullTest("p", random.nextBoolean());
    }
    if (random.nextInt(8) == 0) {
      return new Condition.Comparison("q", Operator.EQUAL, new BigDecimal(1));
    }
    Operator operator =
        random.nextBoolean()
            ? Operator.EQUAL
            : Operator.values()[random.nextInt(Operator.values().length)];
    return new Condition.Comparison("p", operator, constant(random, type));
  }

  private static Comparable<?> constant(Random random, SqlTypeName type) {
    return switch (type) {
      case DATE -> FIRST.plusDays(random.nextInt(VALUES + 20) - 10L).toEpochDay();
      case BIGINT ->
          random.nextInt(10) == 0
              ? new BigDecimal("1.5")
              : new BigDecimal(random.nextInt(3 * VALUES) - VALUES / 4);
      default -> new Text(value(random, type, 0));
    };
  }

  private static DirectoryFilter filter(PartitionColumns partitions, Condition condition) {
    return new ObjectColumns("data", partitions, VirtualColumns.NONE, ERRORS).filter(condition);
  }
}
