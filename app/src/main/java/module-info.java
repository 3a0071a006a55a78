/// Commands, rendering and the command line: what a person touches. The only module that prints.
module org.inquest.app {
  requires transitive org.inquest.diagnose;
  requires static transitive org.jspecify;
}
