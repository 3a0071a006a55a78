/// Bytes to records and views: dump containers, BTF, ORC, kallsyms, VMCOREINFO. Knows formats, not
/// kernels.
module org.inquest.formats {
  requires aircompressor.v3;
  // aircompressor is an automatic module, which can't say what it needs: sun.misc.Unsafe.
  requires jdk.unsupported;
  requires org.tukaani.xz;
  requires static transitive org.jspecify;

  exports org.inquest.formats.btf;
  exports org.inquest.formats.bytes;
  exports org.inquest.formats.cfi;
  exports org.inquest.formats.classes;
  exports org.inquest.formats.elf;
  exports org.inquest.formats.fault;
  exports org.inquest.formats.codec;
  exports org.inquest.formats.dump;
  exports org.inquest.formats.dwarf;
  exports org.inquest.formats.dwarf.location;
  exports org.inquest.formats.vmcoreinfo;
  exports org.inquest.formats.mangle;
  exports org.inquest.formats.oops;
  exports org.inquest.formats.oops.detail;
  exports org.inquest.formats.oops.kind;
  exports org.inquest.formats.oops.log;
  exports org.inquest.formats.oops.machine;
  exports org.inquest.formats.oops.report;
  exports org.inquest.formats.orc;
  exports org.inquest.formats.perf;
  exports org.inquest.formats.perf.trace;
  exports org.inquest.formats.kallsyms;
}
