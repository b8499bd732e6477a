/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Types;
import org.apache.parquet.variant.Variant;
import org.apache.parquet.variant.VariantValueWriter;

/** Writer of Parquet files of one variant column {@code v}, after a column {@code id}. */
final class VariantFile {
  private VariantFile() {}

  /** Returns a schema; the language of schemas cannot say that a group is a variant. */
  static MessageType schema(String shredding) {
    MessageType parsed =
        MessageTypeParser.parseMessageType(
            "message rows { required int64 id; optional group v { required binary metadata; "
                + shredding
                + "} }");
    return Types.buildMessage()
        .addField(parsed.getType("id"))
        .addField(
            Types.optionalGroup()
                .as(LogicalTypeAnnotation.variantType((byte) 1))
                .addFields(
                    parsed
                        .getType("v")
                        .asGroupType()
                        .getFields()
                        .toArray(org.apache.parquet.schema.Type[]::new))
                .named("v"))
        .named("rows");
  }

  /** Writes a row for each variant; null is NULL. */
  static void write(Path file, MessageType schema, List<Variant> values) throws IOException {
    try (ParquetWriter<Variant> writer =
        new Builder(new LocalOutputFile(file), schema)
            .withConf(new PlainParquetConfiguration())
            .withRowGroupRowCountLimit(700)
            .withPageRowCountLimit(100)
            .build()) {
      for (Variant value : values) {
        writer.write(value);
      }
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Variant, Builder> {
    private final MessageType schema;

    Builder(OutputFile file, MessageType schema) {
      super(file);
      this.schema = schema;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Variant> getWriteSupport(ParquetConfiguration configuration) {
      return new Rows(schema);
    }

    @Override
    protected WriteSupport<Variant> getWriteSupport(Configuration configuration) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Rows extends WriteSupport<Variant> {
    private final MessageType schema;
    private RecordConsumer consumer;
    private long id;

    Rows(MessageType schema) {
      this.schema = schema;
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public WriteContext init(Configuration configuration) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      this.consumer = recordConsumer;
    }

    @Override
    public void write(Variant value) {
      consumer.startMessage();
      consumer.startField("id", 0);
      consumer.addLong(id++);
      consumer.endField("id", 0);
      if (value != null) {
        consumer.startField("v", 1);
        VariantValueWriter.write(consumer, schema.getType("v").asGroupType(), value);
        consumer.endField("v", 1);
      }
      consumer.endMessage();
    }
  }
}
