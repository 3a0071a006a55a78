/// Things that run kernels: guests that are booted, broken on purpose and dumped, with the truth
/// recorded.
module org.inquest.lab {
  requires transitive org.inquest.diagnose;
  requires static transitive org.jspecify;
  requires org.tukaani.xz;

  exports org.inquest.lab.attempt;
  exports org.inquest.lab.build;
  exports org.inquest.lab.capture;
  exports org.inquest.lab.guest;
  exports org.inquest.lab.judge;
  exports org.inquest.lab.kernel;
  exports org.inquest.lab.matrix;
  exports org.inquest.lab.process;
  exports org.inquest.lab.ready;
  exports org.inquest.lab.run;
  exports org.inquest.lab.scenario;
  exports org.inquest.lab.sweep.count;
  exports org.inquest.lab.sweep.knob;
  exports org.inquest.lab.sweep.machine;
  exports org.inquest.lab.sweep.plan;
  exports org.inquest.lab.sweep.probe;
  exports org.inquest.lab.sweep.run;
  exports org.inquest.lab.sweep.workload;
  exports org.inquest.lab.watch;
}
