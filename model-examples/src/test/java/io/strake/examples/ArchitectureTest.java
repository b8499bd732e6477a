/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Tag;

/**
 * Who may depend on whom: gateway → engine → planner rules ← adapters, and nobody on the examples.
 */
@AnalyzeClasses(packages = "io.strake", importOptions = DoNotIncludeTests.class)
@Tag("long")
class ArchitectureTest {
  private static final String PLANNER = "io.strake.planner..";
  private static final String POSTGRES = "io.strake.postgres..";
  private static final String S3 = "io.strake.s3..";
  private static final String REST = "io.strake.rest..";
  private static final String ENGINE = "io.strake.engine..";
  private static final String DRIVER = "io.strake.jdbc..";
  private static final String GATEWAY = "io.strake.gateway..";
  private static final String EMBEDDED = "io.strake.embedded..";
  private static final String EXAMPLES = "io.strake.examples..";
  private static final String BENCHMARKS = "io.strake.benchmarks..";
  private static final String OURS = "io.strake..";

  @ArchTest
  static final ArchRule plannerRulesSeeNoneOfOurs =
      noClasses()
          .that()
          .resideInAPackage(PLANNER)
          .should()
          .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAPackage(PLANNER))));

  @ArchTest
  static final ArchRule plannerRulesSeeNoEngineAndNoSource =
      noClasses()
          .that()
          .resideInAPackage(PLANNER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.duckdb..", "org.postgresql..", "io.minio..", "okhttp3..");

  @ArchTest static final ArchRule postgresSeesThePlannerRulesOnly = adapter(POSTGRES);

  @ArchTest static final ArchRule s3SeesThePlannerRulesOnly = adapter(S3);

  @ArchTest static final ArchRule restSeesThePlannerRulesOnly = adapter(REST);

  @ArchTest
  static final ArchRule adaptersDoNotSeeDuckDb =
      noClasses()
          .that()
          .resideInAnyPackage(POSTGRES, S3, REST)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.duckdb..");

  @ArchTest
  static final ArchRule engineSeesThePlannerRulesOnly =
      noClasses()
          .that()
          .resideInAnyPackage(ENGINE, DRIVER)
          .should()
          .dependOnClassesThat(
              resideInAPackage(OURS).and(not(resideInAnyPackage(ENGINE, DRIVER, PLANNER))));

  @ArchTest
  static final ArchRule gatewaySeesNoAdapter =
      noClasses()
          .that()
          .resideInAPackage(GATEWAY)
          .should()
          .dependOnClassesThat(
              resideInAPackage(OURS)
                  .and(not(resideInAnyPackage(GATEWAY, ENGINE, DRIVER, PLANNER))));

  @ArchTest
  static final ArchRule embeddedServersSeeNoneOfOurs =
      noClasses()
          .that()
          .resideInAPackage(EMBEDDED)
          .should()
          .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAPackage(EMBEDDED))));

  @ArchTest
  static final ArchRule nobodySeesTheExamplesAndBenchmarks =
      noClasses()
          .that()
          .resideOutsideOfPackages(EXAMPLES, BENCHMARKS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(EXAMPLES, BENCHMARKS);

  @ArchTest
  static final ArchRule everyClassIsInAPackageOfAModule =
      classes()
          .should()
          .resideInAnyPackage(
              PLANNER, POSTGRES, S3, REST, ENGINE, DRIVER, GATEWAY, EMBEDDED, EXAMPLES, BENCHMARKS);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.strake.(**)").should().beFreeOfCycles();

  private static ArchRule adapter(String adapter) {
    return noClasses()
        .that()
        .resideInAPackage(adapter)
        .should()
        .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAnyPackage(adapter, PLANNER))));
  }
}
