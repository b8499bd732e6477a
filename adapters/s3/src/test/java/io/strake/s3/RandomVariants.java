/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.s3.variant.VariantJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.parquet.variant.Variant;
import org.apache.parquet.variant.VariantArrayBuilder;
import org.apache.parquet.variant.VariantBuilder;
import org.apache.parquet.variant.VariantObjectBuilder;

/** Random values, the variants that they are, and the JSON that is expected of them. */
final class RandomVariants {
  /** Names whose order in UTF-8 and in UTF-16 is not the same. */
  static final List<String> NAMES = List.of("a", "b", "c", "long name", "\ufb00", "😀");

  private final Random random;

  RandomVariants(Random random) {
    this.random = random;
  }

  /** A scalar: how it is appended, and its JSON. */
  record Scalar(java.util.function.Consumer<VariantBuilder> append, String json) {}

  /** Returns a list, a map by name or a scalar. */
  Object value(int depth) {
    int kind = random.nextInt(depth > 0 ? 5 : 3);
    if (kind < 3) {
      return scalar();
    } else if (kind == 3) {
      return java.util.stream.Stream.generate(() -> value(depth - 1))
          .limit(random.nextInt(4))
          .toList();
    }
    Map<String, Object> fields = new TreeMap<>(VariantJson::compareNames);
    for (String name : NAMES) {
      if (random.nextInt(3) > 0) {
        fields.put(name, value(depth - 1));
      }
    }
    return fields;
  }

  private Scalar scalar() {
    int small = random.nextInt(200) - 100;
    long large = random.nextLong() >> random.nextInt(40);
    return switch (random.nextInt(18)) {
      case 0 -> new Scalar(VariantBuilder::appendNull, "null");
      case 1 -> new Scalar(b -> b.appendBoolean(small > 0), String.valueOf(small > 0));
      case 2 -> new Scalar(b -> b.appendByte((byte) small), String.valueOf(small));
      case 3 -> new Scalar(b -> b.appendShort((short) (small * 300)), String.valueOf(small * 300));
      case 4 -> new Scalar(b -> b.appendInt(small * 10_000_000), "" + small * 10_000_000);
      case 5 -> new Scalar(b -> b.appendLong(large), String.valueOf(large));
      case 6 -> new Scalar(b -> b.appendFloat(small / 3f), String.valueOf(small / 3f));
      case 7 -> new Scalar(b -> b.appendDouble(small / 7.0), String.valueOf(small / 7.0));
      case 8 -> new Scalar(b -> b.appendDouble(Double.NaN), "\"NaN\"");
      case 9 -> decimal(BigDecimal.valueOf(small, 2));
      case 10 -> decimal(BigDecimal.valueOf(large, 3));
      case 11 -> decimal(new BigDecimal(BigInteger.valueOf(large).pow(2).shiftRight(3), 5));
      case 12 -> text(small + " \"quoted\" ü€😀\n");
      case 13 -> text("x".repeat(random.nextInt(100)));
      case 14 -> {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        yield new Scalar(b -> b.appendBinary(ByteBuffer.wrap(bytes)), '"' + base64 + '"');
      }
      case 15 -> {
        UUID id = new UUID(large, small);
        yield new Scalar(b -> b.appendUUID(id), '"' + id.toString() + '"');
      }
      case 16 ->
          new Scalar(
              b -> b.appendDate(small * 300),
              '"' + LocalDate.ofEpochDay(small * 300).toString() + '"');
      default -> time(small);
    };
  }

  private Scalar time(int small) {
    int micro = 1 + random.nextInt(999_999);
    long micros = small * 1_000_000_000_000L + 1_000_000 + micro;
    // the text of an instant has three, six or nine digits of the second
    String second = Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000)).toString();
    String fraction = ".%06d".formatted(micro).replaceAll("0+$", "");
    String shown = second.replace("Z", fraction);
    return switch (random.nextInt(5)) {
      case 0 -> new Scalar(b -> b.appendTimestampTz(micros), '"' + shown + "Z\"");
      case 1 -> new Scalar(b -> b.appendTimestampNtz(micros), '"' + shown + '"');
      case 2 ->
          new Scalar(
              b -> b.appendTimestampNanosTz(micros * 1000 + 1),
              '"' + second.replace("Z", ".%06d001Z\"".formatted(micro)));
      case 3 ->
          new Scalar(
              b -> b.appendTimestampNanosNtz(micros * 1000 + 1),
              '"' + second.replace("Z", ".%06d001\"".formatted(micro)));
      default -> {
        String time = LocalTime.of(11, 12, 13).toString();
        yield new Scalar(b -> b.appendTime(40_333_000_000L + micro), '"' + time + fraction + '"');
      }
    };
  }

  private static Scalar decimal(BigDecimal value) {
    return new Scalar(b -> b.appendDecimal(value), value.toPlainString());
  }

  private static Scalar text(String value) {
    String escaped = value.replace("\"", "\\\"").replace("\n", "\\n");
    return new Scalar(b -> b.appendString(value), '"' + escaped + '"');
  }

  static Variant variant(Object value) {
    VariantBuilder builder = new VariantBuilder();
    append(value, builder);
    return builder.build();
  }

  private static void append(Object value, VariantBuilder builder) {
    if (value instanceof Scalar scalar) {
      scalar.append().accept(builder);
    } else if (value instanceof List<?> elements) {
      VariantArrayBuilder array = builder.startArray();
      elements.forEach(element -> append(element, array));
      builder.endArray();
    } else if (value instanceof Map<?, ?> fields) {
      VariantObjectBuilder object = builder.startObject();
      fields.forEach(
          (name, field) -> {
            object.appendKey((String) name);
            append(field, object);
          });
      builder.endObject();
    }
  }

  static String json(Object value) {
    if (value instanceof List<?> elements) {
      return elements.stream().map(RandomVariants::json).collect(Collectors.joining(",", "[", "]"));
    } else if (value instanceof Map<?, ?> fields) {
      return fields.entrySet().stream()
          .map(field -> '"' + (String) field.getKey() + "\":" + json(field.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    return ((Scalar) value).json();
  }

  /** Returns the fields of a group in Parquet's schema language, with parts shredded by chance. */
  String shredding(int depth) {
    return "optional binary value; " + (random.nextInt(4) > 0 ? typed(depth) : "");
  }

  private String typed(int depth) {
    int kind = random.nextInt(depth > 0 ? 4 : 1);
    if (kind == 0) {
      List<String> types =
          List.of(
              "boolean typed_value",
              "int32 typed_value (INTEGER(8,true))",
              "int32 typed_value (INTEGER(16,true))",
              "int32 typed_value",
              "int64 typed_value",
              "float typed_value",
              "double typed_value",
              "int32 typed_value (DECIMAL(9,2))",
              "int64 typed_value (DECIMAL(18,3))",
              "binary typed_value (DECIMAL(38,5))",
              "fixed_len_byte_array(16) typed_value (DECIMAL(38,5))",
              "int32 typed_value (DATE)",
              "int64 typed_value (TIME(MICROS,false))",
              "int64 typed_value (TIMESTAMP(MICROS,true))",
              "int64 typed_value (TIMESTAMP(MICROS,false))",
              "int64 typed_value (TIMESTAMP(NANOS,true))",
              "int64 typed_value (TIMESTAMP(NANOS,false))",
              "binary typed_value",
              "binary typed_value (STRING)",
              "fixed_len_byte_array(16) typed_value (UUID)");
      return "optional " + types.get(random.nextInt(types.size())) + "; ";
    } else if (kind == 1) {
      return "optional group typed_value (LIST) { repeated group list { required group element { "
          + shredding(depth - 1)
          + "} } } ";
    }
    StringBuilder fields = new StringBuilder("optional group typed_value { ");
    int first = random.nextInt(3);
    for (String name : List.of("c", "a", "b").subList(first, 3)) { // not in their order
      fields.append("required group ").append(name).append(" { ");
      fields.append(shredding(depth - 1)).append("} ");
    }
    return fields.append("} ").toString();
  }
}
