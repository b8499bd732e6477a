/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a program is started without the rights of root, which PostgreSQL refuses to run with.
 *
 * <p>Immutable.
 */
enum Unprivileged {
  /** This process is not root: nothing to do. */
  AS_IS(List.of()),
  /** A user namespace of its own, in which root is nobody; many containers forbid it. */
  USER_NAMESPACE(List.of("unshare", "-U")),
  /** Another user id, to which the files are given. */
  OTHER_USER(
      List.of(
          "setpriv",
          "--reuid=" + Unprivileged.NOBODY,
          "--regid=" + Unprivileged.NOBODY,
          "--clear-groups"));

  private static final int NOBODY = 65534;
  private static final int PROBE_SECONDS = 10;

  private final List<String> prefix;

  Unprivileged(List<String> prefix) {
    this.prefix = prefix;
  }

  /**
   * Returns the first way that works here.
   *
   * @throws IOException if this process is root and may give that up in no way
   */
  static Unprivileged detect() throws IOException {
    for (Unprivileged way : values()) {
      if (way.works()) {
        return way;
      }
    }
    throw new IOException(
        "PostgreSQL does not run as root, and neither unshare -U nor setpriv works here;"
            + " run as another user");
  }

  /** Returns whether {@code id -u} under this way runs and is not root. */
  boolean works() throws IOException {
    List<String> command = command(List.of("id", "-u"));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String id =
          new String(
                  process.getInputStream().readAllBytes(),
                  java.nio.charset.StandardCharsets.US_ASCII)
              .trim();
      return process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)
          && process.exitValue() == 0
          && !id.equals("0");
    } catch (IOException e) {
      return false; // the program is not installed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Returns the command that runs {@code program} this way. */
  List<String> command(List<String> program) {
    List<String> command = new java.util.ArrayList<>(prefix);
    command.addAll(program);
    return command;
  }

  /** Gives a file or directory to the user that programs run as. */
  void give(Path path) throws IOException {
    if (this == OTHER_USER) {
      Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
