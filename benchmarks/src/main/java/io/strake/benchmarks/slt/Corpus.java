/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.hydromatic.sqllogictest.SltTestFile;

/** The files of the corpus, which are inside the archive of the library. */
final class Corpus {
  private static final String ROOT = "test";
  private static final String SUFFIX = ".test";
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final int DIGITS = 9;

  private Corpus() {}

  /**
   * Returns the files that match any of some patterns, such as {@code test/select*.test}, in the
   * order of their names with numbers by value.
   *
   * @param patterns patterns as of {@link FileSystem#getPathMatcher}, without {@code glob:}
   */
  static List<String> files(List<String> patterns) throws IOException {
    try (FileSystem archive = FileSystems.newFileSystem(archive())) {
      List<PathMatcher> matchers =
          patterns.stream().map(pattern -> archive.getPathMatcher("glob:" + pattern)).toList();
      try (Stream<Path> paths = Files.walk(archive.getPath(ROOT))) {
        return paths
            .filter(path -> path.toString().endsWith(SUFFIX))
            .filter(path -> matchers.stream().anyMatch(matcher -> matcher.matches(path)))
            .map(Path::toString)
            .sorted(Comparator.comparing(Corpus::withPaddedNumbers))
            .toList();
      }
    }
  }

  /** Returns how many queries a file has, whichever databases they are for. */
  static int queries(String file) throws IOException {
    try (InputStream stream = SltTestFile.class.getClassLoader().getResourceAsStream(file)) {
      if (stream == null) {
        throw new IOException("the corpus has no file " + file);
      }
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      return (int) reader.lines().filter(line -> line.startsWith("query ")).count();
    }
  }

  private static Path archive() throws IOException {
    try {
      return Path.of(SltTestFile.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("the archive of the corpus has no path", e);
    }
  }

  private static String withPaddedNumbers(String name) {
    Matcher matcher = NUMBER.matcher(name);
    return matcher.replaceAll(
        number -> "0".repeat(DIGITS - number.group().length()) + number.group());
  }
}
