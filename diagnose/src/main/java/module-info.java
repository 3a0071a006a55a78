/// Rules that turn facts into verdicts, and the wait graph.
module org.inquest.diagnose {
  requires transitive org.inquest.kernel;
  requires static transitive org.jspecify;

  exports org.inquest.diagnose;
  exports org.inquest.diagnose.facts;
  exports org.inquest.diagnose.fault;
  exports org.inquest.diagnose.history;
  exports org.inquest.diagnose.history.git;
  exports org.inquest.diagnose.oops;
  exports org.inquest.diagnose.value;
  exports org.inquest.diagnose.verdict;
  exports org.inquest.diagnose.wait;
}
