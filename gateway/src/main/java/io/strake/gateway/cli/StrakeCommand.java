/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.cli;

import io.strake.gateway.common.Failures;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command line: {@code strake serve}, {@code strake sql}, {@code strake help}.
 *
 * <p>Exit codes are 0 for success, 2 for wrong input (an option, a model, a statement) and 1 for
 * other failures; either comes with one line on standard error.
 */
@Command(
    name = "strake",
    description = "SQL over PostgreSQL, S3-compatible storage and REST APIs.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    version = "strake 0.1.0",
    subcommands = {ServeCommand.class, SqlCommand.class, CommandLine.HelpCommand.class})
public final class StrakeCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int WRONG_INPUT = 2;

  @Spec private CommandSpec spec;

  /** Creates a command; called by picocli. */
  public StrakeCommand() {}

  /** Runs the command line and exits. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the command line, ready to {@link CommandLine#execute}. */
  static CommandLine commandLine() {
    return new CommandLine(new StrakeCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(
            (e, args) -> {
              CommandLine command = e.getCommandLine();
              command.getErr().println("strake: " + oneLine(e.getMessage()));
              return WRONG_INPUT;
            })
        .setExecutionExceptionHandler(
            (e, command, result) -> {
              StrakeException failure = Failures.toStrake(e);
              command.getErr().println("strake: " + Failures.line(failure));
              return isWrongInput(failure.code()) ? WRONG_INPUT : FAILED;
            });
  }

  /** Complains that no command was given. */
  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "no command; use serve, sql or help");
  }

  private static boolean isWrongInput(ErrorCode code) {
    return switch (code) {
      case SYNTAX_ERROR,
          INVALID_QUERY,
          UNKNOWN_TABLE,
          UNKNOWN_COLUMN,
          UNKNOWN_FUNCTION,
          READ_ONLY,
          UNSUPPORTED,
          CANNOT_PLAN,
          WRONG_PARAMETERS,
          INVALID_ROW_COUNT,
          INVALID_CONFIGURATION ->
          true;
      default -> false;
    };
  }

  private static String oneLine(String text) {
    return text.replace('\n', ' ').replace('\r', ' ');
  }
}
