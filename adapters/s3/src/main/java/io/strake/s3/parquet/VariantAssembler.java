/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.strake.s3.variant.InvalidVariantException;
import io.strake.s3.variant.JsonValues;
import io.strake.s3.variant.TextBuffer;
import io.strake.s3.variant.VariantJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.parquet.variant.Variant;
import org.jspecify.annotations.Nullable;

/**
 * Writer of the variants of a batch as JSON, which puts values together again that were shredded,
 * after "Reconstructing a Shredded Variant" of the Parquet format specification.
 *
 * <p>A value that the specification calls invalid is damage, also where it would let a reader
 * guess: an encoded and a typed value that are both present, unless they are parts of one object
 * with different fields. Not thread-safe.
 */
final class VariantAssembler {
  private final VariantLayout layout;
  private final StructVector parts;
  private final VarBinaryVector metadata;
  private final long offset;
  private byte[] dictionary = {};

  /**
   * Creates an assembler.
   *
   * @param parts columns of the group, metadata first
   * @param offset position in the file, for errors
   */
  VariantAssembler(VariantLayout layout, StructVector parts, long offset) {
    this.layout = layout;
    this.parts = parts;
    this.metadata = (VarBinaryVector) parts.getChildByOrdinal(0);
    this.offset = offset;
  }

  /** Writes the texts of the first {@code slots} variants; a group that is NULL becomes NULL. */
  void write(int slots, VarCharVector texts) throws IOException {
    try (TextBuffer buffer = new TextBuffer()) {
      for (int slot = 0; slot < slots; slot++) {
        if (!parts.isNull(slot)) {
          dictionary = metadata.get(slot);
          VariantJson.checkMetadata(dictionary);
          if (!writePart(layout, parts, slot, buffer.json())) {
            buffer.json().writeNull();
          }
          buffer.moveTo(texts, slot);
        }
      }
    } catch (InvalidVariantException e) {
      throw new DamageException(offset, "an invalid variant: " + e.getMessage());
    } catch (JsonProcessingException e) {
      throw new DamageException(offset, "an invalid variant: " + e.getOriginalMessage());
    }
  }

  /** Writes a value; returns false and writes nothing if it is missing. */
  private boolean writePart(VariantLayout part, StructVector group, int at, JsonGenerator json)
      throws IOException {
    if (group.isNull(at)) {
      return false;
    }
    Variant value = value(part, group, at);
    FieldVector typed = typed(part, group, at);
    if (typed == null) {
      if (value != null) {
        VariantJson.write(value, json);
      }
      return value != null;
    }
    VariantLayout.Typed type = part.type();
    if (type instanceof VariantLayout.Fields fields) {
      writeObject(fields, (StructVector) typed, at, value, json);
      return true;
    } else if (value != null) {
      throw new InvalidVariantException("both value and typed_value are present");
    } else if (type instanceof VariantLayout.Elements elements) {
      writeArray(elements, (ListVector) typed, at, json);
    } else if (type instanceof VariantLayout.Scalar scalar) {
      writeScalar(scalar, typed, at, json);
    }
    return true;
  }

  private @Nullable Variant value(VariantLayout part, StructVector group, int at)
      throws InvalidVariantException {
    if (part.value() == VariantLayout.ABSENT) {
      return null;
    }
    VarBinaryVector values = (VarBinaryVector) group.getChildByOrdinal(part.value());
    return values.isNull(at) ? null : VariantJson.variant(values.get(at), dictionary);
  }

  private static @Nullable FieldVector typed(VariantLayout part, StructVector group, int at) {
    if (part.typed() == VariantLayout.ABSENT) {
      return null;
    }
    FieldVector typed = (FieldVector) group.getChildByOrdinal(part.typed());
    return typed.isNull(at) ? null : typed;
  }

  private void writeArray(
      VariantLayout.Elements elements, ListVector lists, int at, JsonGenerator json)
      throws IOException {
    StructVector items = (StructVector) lists.getDataVector();
    json.writeStartArray();
    for (int i = lists.getElementStartIndex(at); i < lists.getElementEndIndex(at); i++) {
      if (!writePart(elements.element(), items, i, json)) {
        json.writeNull(); // arrays have no gaps, so a missing element is a null
      }
    }
    json.writeEndArray();
  }

  /** Writes an object in the order of its names, as encoded objects are. */
  private void writeObject(
      VariantLayout.Fields fields,
      StructVector group,
      int at,
      @Nullable Variant value,
      JsonGenerator json)
      throws IOException {
    if (value != null && value.getType() != Variant.Type.OBJECT) {
      throw new InvalidVariantException("an object of typed_value has a value that is none");
    }
    List<Variant.ObjectField> others = value == null ? List.of() : VariantJson.sortedFields(value);
    int other = 0;
    json.writeStartObject();
    for (VariantLayout.Field field : fields.fields()) {
      while (other < others.size()
          && VariantJson.compareNames(others.get(other).key, field.name()) < 0) {
        VariantJson.writeField(others.get(other++), json);
      }
      if (other < others.size() && others.get(other).key.equals(field.name())) {
        throw new InvalidVariantException(
            "field '" + field.name() + "' is in value, but belongs to typed_value");
      }
      writeField(field, group, at, json);
    }
    while (other < others.size()) {
      VariantJson.writeField(others.get(other++), json);
    }
    json.writeEndObject();
  }

  private void writeField(VariantLayout.Field field, StructVector group, int at, JsonGenerator json)
      throws IOException {
    StructVector child = (StructVector) group.getChildByOrdinal(field.position());
    if (isPresent(field.layout(), child, at)) {
      json.writeFieldName(field.name());
      writePart(field.layout(), child, at, json);
    }
  }

  private static boolean isPresent(VariantLayout part, StructVector group, int at) {
    if (group.isNull(at)) {
      return false;
    }
    boolean hasValue =
        part.value() != VariantLayout.ABSENT
            && !((FieldVector) group.getChildByOrdinal(part.value())).isNull(at);
    return hasValue || typed(part, group, at) != null;
  }

  private static void writeScalar(
      VariantLayout.Scalar scalar, FieldVector vector, int at, JsonGenerator json)
      throws IOException {
    switch (scalar.type()) {
      case BOOLEAN -> json.writeBoolean(((BitVector) vector).get(at) != 0);
      case FLOAT -> json.writeNumber(((Float4Vector) vector).get(at));
      case DOUBLE -> json.writeNumber(((Float8Vector) vector).get(at));
      case DECIMAL4, DECIMAL8 ->
          JsonValues.writeDecimal(BigDecimal.valueOf(whole(vector, at), scalar.scale()), json);
      case DECIMAL16 ->
          JsonValues.writeDecimal(
              new BigDecimal(new BigInteger(bytes(vector, at)), scalar.scale()), json);
      case STRING -> {
        byte[] utf8 = bytes(vector, at);
        json.writeUTF8String(utf8, 0, utf8.length);
      }
      case BINARY -> json.writeBinary(bytes(vector, at));
      case UUID -> {
        ByteBuffer id = ByteBuffer.wrap(bytes(vector, at));
        json.writeString(new java.util.UUID(id.getLong(), id.getLong()).toString());
      }
      default -> JsonValues.writeWhole(scalar.type(), whole(vector, at), json);
    }
  }

  private static long whole(FieldVector vector, int at) {
    return ((BaseIntVector) vector).getValueAsLong(at);
  }

  private static byte[] bytes(FieldVector vector, int at) {
    return ((VarBinaryVector) vector).get(at);
  }
}
