package org.inquest.diagnose.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inquest.diagnose.history.CommitLog.Definition;

/// The files that the functions of a report are in: as the symptoms tell, else where the tree has a
/// definition.
///
/// Looked for in the tree of the crashed kernel and in the newest one, so that a function is found
/// again whose file has moved in between. Functions of one name are all kept, up to a number; where
/// some are in a folder or file called like one of the modules, those alone.
final class FunctionFiles {
  /// Functions whose files are read; those further out are the same in most reports.
  private static final int FUNCTIONS = 5;

  /// A function with more definitions is one of each machine or of each driver.
  private static final int OF_ONE_NAME = 6;

  /// Shorter first words are in the paths of half the tree.
  private static final int SHORTEST_WORD = 3;

  private final CommitLog log;
  private final Symptoms symptoms;
  private final List<Definition> definitions = new ArrayList<>();
  private final Set<String> paths = new LinkedHashSet<>();
  private final List<String> gaps = new ArrayList<>();

  FunctionFiles(CommitLog log, Symptoms symptoms) {
    this.log = log;
    this.symptoms = symptoms;
  }

  /// Looks in trees.
  ///
  /// @param revisions the crashed kernel's, the newest one
  FunctionFiles find(Set<String> revisions) {
    List<String> functions = symptoms.functions();
    List<String> wanted = functions.subList(0, Math.min(FUNCTIONS, functions.size()));
    Set<String> found = new LinkedHashSet<>();
    for (String revision : revisions) {
      for (List<Definition> ofOne : byFunction(search(revision, wanted)).values()) {
        List<Definition> kept = chosen(ofOne);
        found.add(kept.getFirst().function());
        definitions.addAll(kept);
        kept.forEach(d -> paths.add(d.path()));
      }
    }
    symptoms.place().ifPresent(place -> paths.add(place.path()));
    for (String function : wanted) {
      if (!found.contains(function)) {
        gaps.add("no definition of " + function + "() in the trees that were searched");
      }
    }
    return this;
  }

  /// Where the symptoms say, then where the name says, then everywhere: git reads a file's text in
  /// a hundredth of the time of the tree's.
  private List<Definition> search(String revision, List<String> wanted) {
    List<Definition> out = new ArrayList<>();
    List<Set<String>> places = new ArrayList<>(List.of(symptoms.paths(), near(wanted)));
    places.removeIf(Set::isEmpty);
    places.add(Set.of());
    for (Set<String> below : places) {
      List<String> others = new ArrayList<>(wanted);
      out.forEach(d -> others.remove(d.function()));
      if (!others.isEmpty()) {
        out.addAll(log.definitions(revision, others, below));
      }
    }
    return out;
  }

  /// Paths with the name of a module, or with the first word of a function's: `ext4_evict_inode` is
  /// in `fs/ext4`.
  private Set<String> near(List<String> functions) {
    Set<String> out = new LinkedHashSet<>();
    for (String module : symptoms.modules()) {
      // Modules have underscores where their files may have dashes.
      out.add("*" + module.replaceAll("[^A-Za-z0-9]", "?") + "*");
    }
    for (String function : functions) {
      int end = function.indexOf('_', 1);
      if (end >= SHORTEST_WORD) {
        out.add("*" + function.substring(0, end).replace("_", "") + "*");
      }
    }
    return out;
  }

  private static Map<String, List<Definition>> byFunction(List<Definition> all) {
    Map<String, List<Definition>> out = new LinkedHashMap<>();
    for (Definition definition : all) {
      out.computeIfAbsent(definition.function(), k -> new ArrayList<>()).add(definition);
    }
    return out;
  }

  private List<Definition> chosen(List<Definition> ofOne) {
    List<Definition> inModules = ofOne.stream().filter(d -> inModule(d.path())).toList();
    List<Definition> kept = inModules.isEmpty() ? ofOne : inModules;
    if (kept.size() > OF_ONE_NAME) {
      gaps.add(
          kept.size()
              + " functions are called "
              + kept.getFirst().function()
              + "(); the files of "
              + OF_ONE_NAME
              + " were read");
      return kept.subList(0, OF_ONE_NAME);
    }
    return kept;
  }

  /// `net/netfilter/nf_tables_api.c` is of nf_tables, `fs/ext4/inode.c` of ext4.
  private boolean inModule(String path) {
    String even = path.replace('-', '_');
    return symptoms.modules().stream()
        .map(m -> "/" + m.replace('-', '_'))
        .anyMatch(m -> even.contains(m + "/") || even.contains(m + ".") || even.contains(m + "_"));
  }

  /// Where the functions begin.
  List<Definition> definitions() {
    return definitions;
  }

  /// The files to read the history of.
  Set<String> paths() {
    return paths;
  }

  /// What was not found.
  List<String> gaps() {
    return gaps;
  }
}
