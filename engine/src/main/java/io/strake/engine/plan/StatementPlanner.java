/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.engine.fallback.FallbackExpressions;
import io.strake.engine.local.LocalConvention;
import io.strake.planner.ErrorCode;
import io.strake.planner.Parameters;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ArrowToEnumerableConverter;
import io.strake.planner.metadata.FederationMetadata;
import io.strake.planner.metadata.KnownValues;
import io.strake.planner.metadata.ShareAssumptions;
import io.strake.planner.type.StrakeTypeFactory;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.metadata.JaninoRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.metadata.RelMetadataQueryBase;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.jspecify.annotations.Nullable;

/**
 * Planner of statements over one root schema.
 *
 * <p>Phases: parse, validate, convert, optimise logically, plan physically. Thread-safe: what
 * belongs to a statement is made anew for each.
 */
public final class StatementPlanner {
  private static final int MILLISECOND_PRECISION = 3;

  /**
   * Most characters of a statement that the client's thread parses, for which the way to another
   * thread takes as long as parsing; it cannot hold the thread up, nor need much of its stack.
   */
  private static final int MAX_SHORT_TEXT = 2000;

  private static final String WARM_UP_QUERY =
      "SELECT x, COUNT(*) FROM (VALUES (1), (2)) AS t(x) WHERE x > 1 GROUP BY x ORDER BY x";

  private final CalciteSchema rootSchema;
  private final @Nullable String defaultSchema;
  private final @Nullable LocalConvention local;
  private final PlanningThreads threads;
  private final JavaTypeFactory typeFactory = new StrakeTypeFactory();

  /**
   * Creates a planner.
   *
   * @param rootSchema root of the model
   * @param defaultSchema schema of unqualified names; null for none
   * @param local the local engine; null for none, and Calcite's own code runs what no source takes
   */
  public StatementPlanner(
      CalciteSchema rootSchema,
      @Nullable String defaultSchema,
      @Nullable LocalConvention local,
      PlanningThreads threads) {
    this.rootSchema = rootSchema;
    this.defaultSchema = defaultSchema;
    this.local = local;
    this.threads = threads;
  }

  /** Returns the factory of the types of all plans. */
  public JavaTypeFactory typeFactory() {
    return typeFactory;
  }

  /**
   * A planned statement.
   *
   * @param rel what yields the rows
   * @param rowType names and types that the client sees
   * @param explain whether the client asked for the plan rather than for the rows
   * @param parameters types of the parameters that the client binds
   * @param rounded indexes of those that stand under a cast
   * @param rowCounts indexes of those that are numbers of rows
   * @param lifted numbers of the constants that are parameters too, behind those of the client
   * @param assumptions which shares of rows the values of these were taken to leave
   * @param sourceTypes names that sources have for the types of columns, by index
   * @param passingValues estimate of the values that pass through all its operators; infinite if
   *     unknown
   */
  public record Plan(
      ArrowRel rel,
      RelDataType rowType,
      boolean explain,
      List<RelDataType> parameters,
      Set<Integer> rounded,
      Set<Integer> rowCounts,
      BitSet lifted,
      ShareAssumptions assumptions,
      Map<Integer, String> sourceTypes,
      double passingValues) {}

  /**
   * Parses a statement.
   *
   * @return its shape; empty if its text alone tells it from others
   * @throws StrakeException if it is no query, or does not parse
   */
  public Optional<StatementShape> read(String sql, Duration timeout) {
    if (sql.length() <= MAX_SHORT_TEXT) {
      try {
        return StatementReader.shape(sql, typeFactory);
      } catch (StackOverflowError e) {
        // Nested too deeply for the rest of this stack
      }
    }
    return threads.run(timeout, cancelled -> StatementReader.shape(sql, typeFactory));
  }

  /**
   * Plans a statement.
   *
   * @param schema schema of unqualified names; null for the model's default
   * @param wanted numbers of the constants that the plan should not depend on; it may depend on
   *     some of them all the same
   * @throws StrakeException if the statement is wrong, or planning takes longer than the timeout
   */
  public Plan plan(String sql, @Nullable String schema, BitSet wanted, Duration timeout) {
    String path = schema == null ? defaultSchema : schema;
    return threads.run(timeout, cancelled -> plan(sql, path, wanted, cancelled));
  }

  private Plan plan(String sql, @Nullable String path, BitSet wanted, AtomicBoolean cancelled) {
    if (wanted.isEmpty()) {
      return new Statement(path, cancelled).plan(sql, wanted);
    }
    try {
      Statement statement = new Statement(path, cancelled);
      Converted converted = statement.convert(sql, wanted);
      return converted.lifted().equals(wanted)
          ? statement.plan(converted)
          : plan(sql, path, converted.lifted(), cancelled);
    } catch (RuntimeException e) {
      if (cancelled.get()) {
        throw e;
      }
      // What is wrong with it is said of the statement as it was written
      return plan(sql, path, new BitSet(), cancelled);
    }
  }

  /**
   * Plans a statement in the background, so that the first client does not wait for class loading.
   */
  public void warmUp() {
    threads.submit(
        () -> new Statement(null, new AtomicBoolean()).plan(WARM_UP_QUERY, new BitSet()));
  }

  /** What planning one statement needs. Not thread-safe. */
  private final class Statement implements RelOptTable.ViewExpander {
    private final CalciteCatalogReader catalog;
    private final PhysicalPlanner physical;
    private final RelOptCluster cluster;
    private final KnownValues known = new KnownValues();

    Statement(@Nullable String schema, AtomicBoolean cancelled) {
      List<String> path = schema == null ? List.of() : List.of(schema);
      physical = new PhysicalPlanner(local, rootSchema.plus(), known, cancelled);
      Runnable checkCancel = physical::checkCancel;
      catalog =
          new CancellableCatalog(rootSchema, path, typeFactory, connectionConfig(), checkCancel);
      cluster =
          RelOptCluster.create(physical.volcano(), new ExactRexBuilder(typeFactory, checkCancel));
      // Calcite finds metadata through the thread that plans
      RelMetadataQueryBase.THREAD_PROVIDERS.set(
          JaninoRelMetadataProvider.of(FederationMetadata.PROVIDER));
      cluster.setMetadataProvider(FederationMetadata.PROVIDER);
      cluster.setMetadataQuerySupplier(RelMetadataQuery::instance);
    }

    Plan plan(String sql, BitSet lifted) {
      return plan(convert(sql, lifted));
    }

    Converted convert(String sql, BitSet wanted) {
      SqlNode statement = StatementReader.parse(sql);
      SqlNode query = StatementReader.query(statement);
      query.accept(new ParameterTyping());
      ParameterFinder parameters = ParameterFinder.of(query);
      learn(
          new ConstantLifter(typeFactory, wanted::get, parameters.count()).lift(query),
          wanted,
          parameters.count());
      SqlValidator validator = validator(catalog);
      ParameterConverter converter = converter(validator, catalog);
      RelRoot root = converter.convertQuery(query, true, true);
      return new Converted(
          root,
          statement instanceof SqlExplain,
          parameters,
          converter.types(parameters),
          approved(root.rel, parameters.count(), wanted));
    }

    /** The plan is right for any constants, and made for such as these. */
    private void learn(List<Constant> constants, BitSet lifted, int firstParameter) {
      int parameter = firstParameter;
      for (int i = lifted.nextSetBit(0); i >= 0; i = lifted.nextSetBit(i + 1)) {
        known.put(parameter++, constants.get(i).value());
      }
    }

    private BitSet approved(RelNode query, int firstParameter, BitSet wanted) {
      BitSet approved = new BitSet();
      if (!wanted.isEmpty()) {
        BitSet numbers =
            new LiftCheck(rootSchema).approved(query, firstParameter, wanted.cardinality());
        int number = 0;
        for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
          approved.set(i, numbers.get(number++));
        }
      }
      return approved;
    }

    Plan plan(Converted converted) {
      physical.checkCancel();
      RelNode query = converted.root().project();
      Map<Integer, String> sourceTypes = SourceTypes.of(query, cluster.getMetadataQuery());
      RelNode logical = LogicalOptimizer.optimize(query);
      physical.checkCancel();
      ArrowRel rel = physical.plan(logical);
      physical.checkCancel();
      refuseLossOfMicroseconds(rel);
      FallbackExpressions.check(rel);
      // Writing the plan down also writes the statements of the sources, which takes metadata
      PlanWriter.write(rel, Parameters.NONE);
      double passingValues = PassingValues.of(rel);
      physical.forgetAlternatives();
      cluster.invalidateMetadataQuery();
      return new Plan(
          rel,
          converted.root().validatedRowType,
          converted.explain(),
          converted.types(),
          converted.parameters().cast(),
          converted.parameters().rowCounts(),
          converted.lifted(),
          known.assumptions(),
          sourceTypes,
          passingValues);
    }

    @Override
    public RelRoot expandView(
        RelDataType rowType, String sql, List<String> schemaPath, @Nullable List<String> view) {
      CalciteCatalogReader reader = catalog.withSchemaPath(schemaPath);
      return converter(validator(reader), reader)
          .convertQuery(StatementReader.parse(sql), true, true);
    }

    private SqlValidator validator(CalciteCatalogReader reader) {
      return SqlValidatorUtil.newValidator(
          SqlOperatorTables.chain(SqlLanguage.OPERATORS, reader),
          reader,
          typeFactory,
          SqlValidator.Config.DEFAULT
              .withConformance(SqlLanguage.CONFORMANCE)
              .withTypeCoercionFactory(ExactTypeCoercion::new)
              .withDefaultNullCollation(NullCollation.HIGH)
              .withIdentifierExpansion(true));
    }

    private ParameterConverter converter(SqlValidator validator, CalciteCatalogReader reader) {
      return new ParameterConverter(
          this,
          validator,
          reader,
          cluster,
          SqlToRelConverter.config().withExpand(false).withInSubQueryThreshold(Integer.MAX_VALUE));
    }
  }

  /**
   * A statement as logical operators.
   *
   * @param types types of its parameters
   * @param lifted numbers of the constants that are parameters and may stay so
   */
  private record Converted(
      RelRoot root,
      boolean explain,
      ParameterFinder parameters,
      List<RelDataType> types,
      BitSet lifted) {}

  /** Generated code counts in milliseconds, so groups, orders and results would be others there. */
  private static void refuseLossOfMicroseconds(RelNode rel) {
    if (rel instanceof ArrowToEnumerableConverter) {
      for (RelDataTypeField field : rel.getRowType().getFieldList()) {
        SqlTypeName type = field.getType().getSqlTypeName();
        boolean timed = SqlTypeName.DATETIME_TYPES.contains(type) && type != SqlTypeName.DATE;
        if (timed && field.getType().getPrecision() > MILLISECOND_PRECISION) {
          throw StrakeException.of(
              ErrorCode.UNSUPPORTED,
              "query: column '%s' has microseconds, which an operator or function of the query would"
                  + " lose; leave the column out, or use CAST(%s AS TIMESTAMP(3)) in a sub-query",
              field.getName(),
              field.getName());
        }
      }
    }
    rel.getInputs().forEach(StatementPlanner::refuseLossOfMicroseconds);
  }

  private static CalciteConnectionConfig connectionConfig() {
    Properties properties = new Properties();
    properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "true");
    return new CalciteConnectionConfigImpl(properties);
  }
}
