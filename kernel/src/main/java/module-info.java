/// Kernel helpers, one package per subsystem: what a kernel structure means.
module org.inquest.kernel {
  requires transitive org.inquest.engine;
  requires static transitive org.jspecify;

  exports org.inquest.kernel.block;
  exports org.inquest.kernel.cpu;
  exports org.inquest.kernel.fs;
  exports org.inquest.kernel.irq;
  exports org.inquest.kernel.list;
  exports org.inquest.kernel.lock;
  exports org.inquest.kernel.logged;
  exports org.inquest.kernel.mm;
  exports org.inquest.kernel.panic;
  exports org.inquest.kernel.printk;
  exports org.inquest.kernel.rcu;
  exports org.inquest.kernel.sched;
  exports org.inquest.kernel.slab;
  exports org.inquest.kernel.task;
  exports org.inquest.kernel.text;
  exports org.inquest.kernel.time;
  exports org.inquest.kernel.user;
  exports org.inquest.kernel.wait;
  exports org.inquest.kernel.workqueue;
}
