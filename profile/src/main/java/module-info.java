/// What a running system spends its time on: sampling, profiles read from files and made into
/// reports, graphs and findings.
module org.inquest.profile {
  requires transitive org.inquest.diagnose;
  requires static transitive org.jspecify;
  requires tools.jackson.core;

  exports org.inquest.profile.annotate;
  exports org.inquest.profile.event;
  exports org.inquest.profile.export;
  exports org.inquest.profile.finding;
  exports org.inquest.profile.model;
  exports org.inquest.profile.record;
  exports org.inquest.profile.report;
  exports org.inquest.profile.sched;
  exports org.inquest.profile.session;
  exports org.inquest.profile.stat;
  exports org.inquest.profile.system;
}
