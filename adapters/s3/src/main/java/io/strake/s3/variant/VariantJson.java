/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.variant;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.variant.Variant;

/**
 * Encoded variants as JSON. Bytes are base64, NaN and infinities texts; see {@link JsonValues}.
 *
 * <p>Damaged values lead to {@link InvalidVariantException} or unchecked exceptions.
 */
public final class VariantJson {
  private VariantJson() {}

  /**
   * Fails if the dictionary of names is larger than its bytes, which a reader of names would not
   * notice before it has made room for it.
   */
  public static void checkMetadata(byte[] metadata) throws InvalidVariantException {
    int width = metadata.length == 0 ? 0 : (metadata[0] >> 6 & 0x3) + 1;
    if (metadata.length <= width) {
      throw new InvalidVariantException("its metadata are cut off");
    }
    long names = 0;
    for (int i = width; i > 0; i--) {
      names = names << Byte.SIZE | metadata[i] & 0xff;
    }
    if ((names + 2) * width + 1 > metadata.length) {
      throw new InvalidVariantException(
          "metadata of " + metadata.length + " bytes for " + names + " names");
    }
  }

  /** Returns an encoded value; the metadata must have been checked. */
  public static Variant variant(byte[] value, byte[] metadata) throws InvalidVariantException {
    if (value.length == 0) {
      throw new InvalidVariantException("a value of no bytes");
    }
    return new Variant(ByteBuffer.wrap(value), ByteBuffer.wrap(metadata));
  }

  /** Writes a value. */
  public static void write(Variant value, JsonGenerator json) throws IOException {
    Variant.Type type = value.getType();
    switch (type) {
      case NULL -> json.writeNull();
      case BOOLEAN -> json.writeBoolean(value.getBoolean());
      case FLOAT -> json.writeNumber(value.getFloat());
      case DOUBLE -> json.writeNumber(value.getDouble());
      case DECIMAL4, DECIMAL8, DECIMAL16 -> JsonValues.writeDecimal(value.getDecimal(), json);
      case STRING -> json.writeString(value.getString());
      case BINARY -> {
        ByteBuffer bytes = value.getBinary();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        json.writeBinary(copy);
      }
      case UUID -> json.writeString(value.getUUID().toString());
      case ARRAY -> {
        json.writeStartArray();
        for (int i = 0; i < value.numArrayElements(); i++) {
          write(value.getElementAtIndex(i), json);
        }
        json.writeEndArray();
      }
      case OBJECT -> {
        json.writeStartObject();
        for (Variant.ObjectField field : sortedFields(value)) {
          writeField(field, json);
        }
        json.writeEndObject();
      }
      default -> JsonValues.writeWhole(type, value.getLong(), json);
    }
  }

  /** Writes a field of an object. */
  public static void writeField(Variant.ObjectField field, JsonGenerator json) throws IOException {
    json.writeFieldName(field.key);
    write(field.value, json);
  }

  /** Returns the fields of an object by name; writers have sorted them, but not all alike. */
  public static List<Variant.ObjectField> sortedFields(Variant object)
      throws InvalidVariantException {
    List<Variant.ObjectField> fields = new ArrayList<>();
    for (int i = 0; i < object.numObjectElements(); i++) {
      fields.add(object.getFieldAtIndex(i));
    }
    fields.sort((left, right) -> compareNames(left.key, right.key));
    for (int i = 1; i < fields.size(); i++) {
      if (fields.get(i).key.equals(fields.get(i - 1).key)) {
        throw new InvalidVariantException(
            "field '" + fields.get(i).key + "' is twice in an object");
      }
    }
    return fields;
  }

  /** Compares names as their bytes in UTF-8, which is the order of an object's fields. */
  public static int compareNames(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
