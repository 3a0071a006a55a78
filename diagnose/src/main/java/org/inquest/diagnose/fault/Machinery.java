package org.inquest.diagnose.fault;

import java.util.Set;

/// Functions that notice broken data and are not to blame for it: the checks of lists and reference
/// counts, the allocator's ways to free. Who called them is of interest.
final class Machinery {
  private static final Set<String> NAMES =
      Set.of(
          "list_del_entry",
          "list_del_entry_valid",
          "list_del_entry_valid_or_report",
          "list_del",
          "list_del_init",
          "list_add",
          "list_add_valid",
          "list_add_valid_or_report",
          "kfree",
          "kvfree",
          "vfree",
          "kfree_sensitive",
          "kmem_cache_free",
          "kmem_cache_free_bulk",
          "slab_free",
          "do_slab_free",
          "cache_free",
          "free_slab");

  private Machinery() {}

  /// Whether a function is one of them, inlined or not as the compiler likes.
  ///
  /// @param function without suffixes
  static boolean noticed(String function) {
    return NAMES.contains(bare(function))
        || function.contains("refcount_")
        || function.startsWith("kref_put");
  }

  /// Without leading underscores: `__list_del_entry` and `list_del_entry` are the same to a reader.
  private static String bare(String function) {
    int at = 0;
    while (at < function.length() && function.charAt(at) == '_') {
      at++;
    }
    return function.substring(at);
  }
}
