package org.inquest.app.command.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.Option;
import org.inquest.formats.fault.UsageError;
import org.inquest.profile.report.CountTable;
import org.inquest.profile.report.Dimension;

/// The options of `profile report`: opreport's letters, and ours.
final class ReportOptions {
  static final Option SYMBOLS = Option.flag("-l", "by function, in opreport's layout");
  static final Option ACCUMULATED = Option.flag("-a", "sums up to each row, too");
  static final Option CALLS = Option.flag("-c", "each function with its callers and callees");
  static final Option DETAILS = Option.flag("-d", "by address");
  static final Option EXCLUDE = Option.value("-e", "NAMES", "without these functions");
  static final Option INCLUDE = Option.value("-i", "NAMES", "only these functions");
  static final Option DEBUG = Option.flag("-g", "by source line, from debugging information");
  static final Option THRESHOLD = Option.value("-t", "PERCENT", "only rows with so many samples");
  static final Option ADDRESSES = Option.flag("-w", "with addresses");
  static final Option LONG = Option.flag("-f", "whole paths of images");
  static final Option MERGE =
      Option.value("-m", "WHAT", "lib, all: programs together; else they are told apart");
  static final Option NO_HEADER = Option.flag("-n", "only the rows");
  static final Option REVERSE = Option.flag("-r", "the least first");
  static final Option SORT =
      Option.value(
          "-s",
          "ORDER",
          "sample (the default), symbol, image, vma, debug or time (the default with --by time)");
  static final Option DEPENDENT = Option.flag("-x", "without libraries and kernel");
  static final Option GLOBAL = Option.flag("-%", "percentages of all samples, not of those chosen");
  static final Option XML = Option.flag("--xml", "as opreport's XML");
  static final Option BY =
      Option.value(
          "--by",
          "WHAT,...",
          "columns: image, application, symbol, address, line, inlined, process, thread, comm, cpu,"
              + " group, time");
  static final Option SPAN =
      Option.value("--span", "SECONDS", "how long a row of --by time is: 1 by default");
  static final Option TREE = Option.flag("--tree", "call trees");
  static final Option LINES = Option.flag("--lines", "by function and source line");
  static final Option INLINES = Option.flag("--inlines", "inlined functions apart");
  static final Option LIMIT = Option.value("--limit", "N", "so many rows at most");

  static final List<Option> ALL =
      List.of(
          SYMBOLS,
          ACCUMULATED,
          CALLS,
          DETAILS,
          EXCLUDE,
          INCLUDE,
          DEBUG,
          THRESHOLD,
          ADDRESSES,
          LONG,
          MERGE,
          NO_HEADER,
          REVERSE,
          SORT,
          DEPENDENT,
          GLOBAL,
          XML,
          BY,
          SPAN,
          TREE,
          LINES,
          INLINES,
          LIMIT,
          ProfileInput.NO_DEMANGLE);

  private final Arguments arguments;

  ReportOptions(Arguments arguments) {
    this.arguments = arguments;
  }

  boolean has(Option option) {
    return arguments.has(option);
  }

  /// Whether the output is opreport's, not that for a person who knows nothing yet.
  boolean likeOpreport() {
    return List.of(SYMBOLS, DETAILS, DEBUG, ADDRESSES, BY, LINES, INLINES, XML, ACCUMULATED)
        .stream()
        .anyMatch(this::has);
  }

  List<Dimension> dimensions() {
    if (has(BY)) {
      return Arrays.stream(arguments.value(BY).orElse("").split(","))
          .map(ReportOptions::dimension)
          .toList();
    }
    List<Dimension> dimensions = new ArrayList<>();
    if (has(DETAILS) || has(ADDRESSES)) {
      dimensions.add(Dimension.ADDRESS);
    }
    if (has(DEBUG) || has(LINES)) {
      dimensions.add(Dimension.LINE);
    }
    dimensions.add(Dimension.IMAGE);
    boolean merged =
        arguments.value(MERGE).filter(m -> m.contains("lib") || m.contains("all")).isPresent();
    if (!merged) {
      dimensions.add(Dimension.APPLICATION);
    }
    boolean functions = has(SYMBOLS) || has(DETAILS) || has(DEBUG) || has(LINES) || has(XML);
    if (functions && !has(INLINES)) {
      dimensions.add(Dimension.SYMBOL);
    }
    if (has(INLINES)) {
      dimensions.add(Dimension.INLINED);
    }
    return dimensions;
  }

  private static Dimension dimension(String word) {
    try {
      return Dimension.valueOf(word.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UsageError("--by " + word + ": " + BY.help());
    }
  }

  OpreportLayout.Style style() {
    return new OpreportLayout.Style(has(ACCUMULATED), !has(NO_HEADER), has(LONG), has(GLOBAL));
  }

  long span() {
    return (long) (number(SPAN, 1) * 1e9);
  }

  private double number(Option option, double otherwise) {
    try {
      return arguments.value(option).map(Double::parseDouble).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw new UsageError(
          option.usage() + ": a number, not " + arguments.value(option).orElse(""));
    }
  }

  int limit(int otherwise) {
    return Math.clamp((long) number(LIMIT, otherwise), 0, Integer.MAX_VALUE);
  }

  /// The rows that are wanted, in the order that is wanted.
  List<CountTable.Row> rows(CountTable table) {
    Set<String> with = names(INCLUDE);
    Set<String> without = names(EXCLUDE);
    double least = number(THRESHOLD, 0) / 100;
    List<CountTable.Row> rows = new ArrayList<>();
    for (CountTable.Row row : table.rows()) {
      String symbol = table.key(row, Dimension.SYMBOL).orElse("");
      boolean enough =
          table.sampledEvents().stream().anyMatch(event -> table.share(row, event) >= least);
      boolean dependent =
          has(DEPENDENT)
              && !table.key(row, Dimension.IMAGE).equals(table.key(row, Dimension.APPLICATION));
      if (enough
          && !dependent
          && (with.isEmpty() || with.contains(symbol))
          && !without.contains(symbol)) {
        rows.add(row);
      }
    }
    order(table).ifPresent(rows::sort);
    List<CountTable.Row> ordered = has(REVERSE) ? rows.reversed() : rows;
    return ordered.subList(0, Math.min(ordered.size(), limit(Integer.MAX_VALUE)));
  }

  private Set<String> names(Option option) {
    return arguments.values(option).stream()
        .flatMap(v -> Arrays.stream(v.split(",")))
        .collect(Collectors.toSet());
  }

  private Optional<Comparator<CountTable.Row>> order(CountTable table) {
    boolean overTime = table.dimensions().contains(Dimension.TIME);
    return arguments
        .value(SORT)
        .or(() -> overTime ? Optional.of("time") : Optional.empty())
        .flatMap(word ->
            switch (word) {
              case "sample" -> Optional.empty();
              case "symbol" -> by(table, Dimension.SYMBOL);
              case "image" -> by(table, Dimension.IMAGE);
              case "vma" -> by(table, Dimension.ADDRESS);
              case "debug" -> by(table, Dimension.LINE);
              case "time" -> overTime(table);
              default -> throw new UsageError("-s " + word + ": " + SORT.help());
            });
  }

  /// Within a span the rows stay as they are, the most samples first.
  private static Optional<Comparator<CountTable.Row>> overTime(CountTable table) {
    return Optional.of(
        Comparator.comparingDouble(
            row -> table.key(row, Dimension.TIME).map(Double::parseDouble).orElse(0.0)));
  }

  private static Optional<Comparator<CountTable.Row>> by(CountTable table, Dimension dimension) {
    return Optional.of(Comparator.comparing(row -> table.key(row, dimension).orElse("")));
  }
}
