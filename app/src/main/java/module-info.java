/// Commands, rendering and the command line: what a person touches. The only module that prints.
module org.inquest.app {
  requires transitive org.inquest.diagnose;
  requires org.inquest.profile;
  requires org.inquest.lab;
  requires tools.jackson.core;
  requires static transitive org.jspecify;

  exports org.inquest.app;
  exports org.inquest.app.command;
  exports org.inquest.app.document;
}
