/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import com.sun.management.OperatingSystemMXBean;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts of memory as people write them: {@code 512MB}, {@code 2GiB}, {@code 1g}, {@code 50%}.
 *
 * <p>Units are powers of 1024. A percentage is one of the memory that this process may have: that
 * of the machine, or the limit of its control group if that is less.
 */
public final class MemorySize {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18})(?:\\.(\\d{1,9}))?\\s*(%|[kmgt]?(?:i?b)?)");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private MemorySize() {}

  /**
   * Returns the number of bytes, at least 1.
   *
   * @throws StrakeException with {@code INVALID_CONFIGURATION} if the text is no such amount
   */
  public static long parse(String text) {
    return parse(text, ofMachine());
  }

  static long parse(String text, long machineBytes) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      String fraction = matcher.group(2) == null ? "0" : matcher.group(2);
      BigDecimal number = new BigDecimal(matcher.group(1) + "." + fraction);
      boolean isShare = matcher.group(3).equals("%");
      BigDecimal bytes =
          isShare
              ? number.multiply(BigDecimal.valueOf(machineBytes)).divide(HUNDRED)
              : number.multiply(BigDecimal.valueOf(unit(matcher.group(3))));
      boolean isInRange =
          bytes.compareTo(BigDecimal.ONE) >= 0
              && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
              && !(isShare && number.compareTo(HUNDRED) > 0);
      if (isInRange) {
        return bytes.setScale(0, RoundingMode.DOWN).longValueExact();
      }
    }
    throw StrakeException.of(
        ErrorCode.INVALID_CONFIGURATION,
        "'%s' is not an amount of memory; write one such as 512MB, 2GB or 50%%",
        text);
  }

  /** Returns the bytes of memory that this process may have at most. */
  public static long ofMachine() {
    // The JVM knows of control groups, versions 1 and 2
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  /** Returns an amount for people, such as {@code 1.5 GB}. */
  public static String format(long bytes) {
    String[] units = {"bytes", "KB", "MB", "GB", "TB"};
    int unit =
        Math.min(units.length - 1, (63 - Long.numberOfLeadingZeros(Math.max(1, bytes))) / 10);
    BigDecimal value =
        BigDecimal.valueOf(bytes)
            .divide(BigDecimal.valueOf(1L << 10 * unit), 1, RoundingMode.HALF_UP);
    return value.stripTrailingZeros().toPlainString() + " " + units[unit];
  }

  private static long unit(String name) {
    int power = name.isEmpty() ? 0 : "kmgt".indexOf(name.charAt(0)) + 1;
    return 1L << 10 * power;
  }
}
