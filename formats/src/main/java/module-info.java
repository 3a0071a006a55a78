/// Bytes to records and views: dump containers, BTF, ORC, kallsyms, VMCOREINFO. Knows formats, not
/// kernels.
module org.inquest.formats {
  requires aircompressor.v3;
  requires static transitive org.jspecify;

  exports org.inquest.formats.btf;
  exports org.inquest.formats.bytes;
  exports org.inquest.formats.fault;
  exports org.inquest.formats.codec;
  exports org.inquest.formats.dump;
  exports org.inquest.formats.vmcoreinfo;
  exports org.inquest.formats.orc;
  exports org.inquest.formats.kallsyms;
}
