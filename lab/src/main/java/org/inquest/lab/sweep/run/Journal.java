package org.inquest.lab.sweep.run;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.sweep.agent.Quoting;
import org.inquest.lab.sweep.count.Site;

/// The cases of a sweep, written down one by one: a sweep that is killed loses the one that was
/// running, and goes on behind the last one written.
///
/// ```
/// sweep 2 KERNEL WORKLOAD FAULTS
/// counted STEP CALLS
/// case STEP:N INJECTED RESULT MILLISECONDS DAMAGE WHAT FAULT CHAIN...
/// confirmed FINDING TRIED AGAIN STEP:N LATE CLEAN FAULT CHAIN...
/// done STEP
/// ```
///
/// CALLS is -1 where nobody has counted. Words are quoted as on the agent's line, an empty one (and
/// one that is `-`) is `-`. A last line without an end was cut off and is not there.
public final class Journal implements AutoCloseable {
  private static final String VERSION = "2";
  private static final String NONE = "-";
  private static final int CASE_WORDS = 8;

  private final Path file;
  private final Writer out;

  private Journal(Path file, Writer out) {
    this.file = file;
    this.out = out;
  }

  /// What a journal tells.
  ///
  /// @param head what was swept: kernel release, workload, faults
  /// @param counted calls of each step that can fail
  /// @param results of the cases, in the order in which they were run
  /// @param confirmed what came of trying findings again
  /// @param done steps whose last call was reached
  public record Told(
      List<String> head,
      Map<String, Long> counted,
      List<CaseResult> results,
      List<Confirmed> confirmed,
      List<String> done) {}

  /// What came of trying a finding again.
  ///
  /// @param finding as [CaseResult#finding()] has it
  /// @param tried how often
  /// @param again how often it went wrong in the same way
  /// @param replay the case that does so from the kept state; empty if none does
  /// @param late whether it shows only when the step is run once more, without a failure
  /// @param clean whether the same step is fine when nothing fails
  /// @param site where that case makes a call fail; empty where the kernel did not say
  public record Confirmed(
      String finding,
      int tried,
      int again,
      Optional<SweepCase> replay,
      boolean late,
      boolean clean,
      Optional<Site> site) {}

  /// Begins one, or goes on with one of the same sweep.
  ///
  /// @param head what is swept
  /// @throws Unavailable if it can't be written, or is of another sweep
  public static Journal open(Path file, List<String> head) {
    try {
      boolean fresh = !Files.exists(file) || Files.size(file) == 0;
      if (!fresh && !read(file).head().equals(head)) {
        throw new Unavailable(
            file
                + " is the journal of another sweep ("
                + String.join(", ", read(file).head())
                + ")",
            "name another folder with --out");
      }
      if (!fresh) {
        cutTail(file);
      }
      Writer out =
          Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      Journal journal = new Journal(file, out);
      if (fresh) {
        List<String> words = new ArrayList<>(List.of("sweep", VERSION));
        words.addAll(head);
        journal.line(words);
      }
      return journal;
    } catch (IOException e) {
      throw new Unavailable(
          file + " can't be written (" + e.getMessage() + ")",
          "make room, or --out another folder");
    }
  }

  /// Reads one. Lines that are damaged are left out.
  ///
  /// @throws Unavailable if there is none
  /// @throws MalformedInput if it is none
  public static Told read(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      List<List<String>> lines =
          text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Journal::words).toList();
      if (lines.isEmpty()
          || !lines.getFirst().getFirst().equals("sweep")
          || lines.getFirst().size() < 3
          || !lines.getFirst().get(1).equals(VERSION)) {
        throw new MalformedInput(
            file.toString(), 0, "the journal of a sweep, version " + VERSION, "another file");
      }
      return new Told(
          lines.getFirst().subList(2, lines.getFirst().size()),
          counted(lines),
          lines.stream().flatMap(words -> result(words).stream()).toList(),
          lines.stream().flatMap(words -> confirmed(words).stream()).toList(),
          rest(lines, "done").toList());
    } catch (NoSuchFileException e) {
      throw new Unavailable(
          "there is no journal of a sweep in " + file.getParent(),
          "name the folder that was given with --out");
    } catch (IOException e) {
      throw new Unavailable(file + " can't be read (" + e.getMessage() + ")", "name its folder");
    }
  }

  /// Writes down how many calls of a step can fail.
  void counted(String step, long calls) {
    line(List.of("counted", step, String.valueOf(calls)));
  }

  /// Writes down what came of a case.
  void result(CaseResult result) {
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of(
            "case",
            result.tried().toString(),
            String.valueOf(result.injected()),
            String.valueOf(result.result()),
            String.valueOf(result.milliseconds()),
            result.damage().map(Enum::name).orElse(""),
            result.what()));
    addSite(words, result.site());
    line(words);
  }

  /// Writes down what came of trying a finding again.
  void confirmed(Confirmed one) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "confirmed",
                one.finding(),
                String.valueOf(one.tried()),
                String.valueOf(one.again()),
                one.replay().map(SweepCase::toString).orElse(""),
                String.valueOf(one.late()),
                String.valueOf(one.clean())));
    addSite(words, one.site());
    line(words);
  }

  /// Writes down that a step's last call was reached.
  void done(String step) {
    line(List.of("done", step));
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw full(e);
    }
  }

  private synchronized void line(List<String> words) {
    try {
      out.write(
          words.stream()
              .map(word -> word.isEmpty() ? NONE : Quoting.quote(word))
              .collect(Collectors.joining(" ", "", "\n")));
      out.flush();
    } catch (IOException e) {
      throw full(e);
    }
  }

  private Unavailable full(IOException e) {
    return new Unavailable(
        file + " can't be written (" + e.getMessage() + ")",
        "make room; the same command goes on behind the last case");
  }

  /// Takes off a last line that was cut off when its writer was killed.
  private static void cutTail(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    if (end < bytes.length) {
      Files.write(file, Arrays.copyOf(bytes, end));
    }
  }

  private static List<String> words(String line) {
    return Stream.of(line.split(" "))
        .map(word -> word.equals(NONE) ? "" : Quoting.unquote(word))
        .toList();
  }

  private static String word(CodePlace place) {
    String module = place.module().isEmpty() ? "" : " [" + place.module() + "]";
    return place.function() + "+0x" + Long.toHexString(place.offset()) + module;
  }

  private static void addSite(List<String> words, Optional<Site> site) {
    words.add(site.map(Site::capability).orElse(""));
    site.ifPresent(one -> one.chain().forEach(place -> words.add(word(place))));
  }

  /// @param at where the fault is among the words; the chain follows
  private static Optional<Site> site(List<String> words, int at) {
    return words.size() <= at || words.get(at).isEmpty()
        ? Optional.empty()
        : Optional.of(new Site(words.get(at), places(words.subList(at + 1, words.size()))));
  }

  private static List<CodePlace> places(List<String> words) {
    return words.stream().flatMap(word -> CodePlace.parse(word).stream()).toList();
  }

  private static Stream<String> rest(List<List<String>> lines, String kind) {
    return lines.stream()
        .filter(words -> words.getFirst().equals(kind) && words.size() > 1)
        .map(words -> String.join(" ", words.subList(1, words.size())));
  }

  private static Map<String, Long> counted(List<List<String>> lines) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (List<String> words : lines) {
      if (words.size() == 3
          && words.getFirst().equals("counted")
          && words.get(2).matches("-?\\d{1,10}")) {
        counts.put(words.get(1), Long.parseLong(words.get(2)));
      }
    }
    return counts;
  }

  private static Optional<Confirmed> confirmed(List<String> words) {
    if (!words.getFirst().equals("confirmed") || words.size() < 7) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Confirmed(
              words.get(1),
              Integer.parseInt(words.get(2)),
              Integer.parseInt(words.get(3)),
              SweepCase.parse(words.get(4)),
              Boolean.parseBoolean(words.get(5)),
              Boolean.parseBoolean(words.get(6)),
              site(words, 7)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<CaseResult> result(List<String> words) {
    if (!words.getFirst().equals("case") || words.size() < CASE_WORDS) {
      return Optional.empty();
    }
    try {
      Optional<Site> site = site(words, CASE_WORDS - 1);
      Optional<Damage> damage =
          words.get(5).isEmpty() ? Optional.empty() : Optional.of(Damage.valueOf(words.get(5)));
      return SweepCase.parse(words.get(1))
          .map(tried ->
              new CaseResult(
                  tried,
                  Boolean.parseBoolean(words.get(2)),
                  site,
                  Integer.parseInt(words.get(3)),
                  Long.parseLong(words.get(4)),
                  damage,
                  words.get(6)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
