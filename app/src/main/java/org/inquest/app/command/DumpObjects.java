package org.inquest.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.inquest.engine.debug.frame.DebugObject;
import org.inquest.engine.debug.frame.DebugObjects;
import org.inquest.engine.debugfile.DebugFile;
import org.inquest.engine.target.Target;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.text.ModuleObjects;

/// The debugging information of a dump's kernel and modules, as far as files with it are found: for
/// the variables of frames. Nothing is looked for before it is asked for. For one thread.
final class DumpObjects implements DebugObjects, AutoCloseable {
  private final Target target;
  private final KernelFiles files;
  private final ModuleObjects modules;
  private final Set<String> gaps = new TreeSet<>();
  private Optional<ElfFile> vmlinux = Optional.empty();
  private Optional<DebugObject> kernel = Optional.empty();
  private boolean looked;

  DumpObjects(Target target, KernelFiles files) {
    this.target = target;
    this.files = files;
    this.modules = new ModuleObjects(target, files::module);
  }

  @Override
  public Optional<DebugObject> at(long address) {
    if (modules.isModule(address)) {
      return modules.at(address);
    }
    if (!looked) {
      looked = true;
      files.kernel().debug().ifPresent(this::open);
    }
    return target.isText(address) ? kernel : Optional.empty();
  }

  private void open(DebugFile file) {
    try {
      ElfFile elf = file.open();
      vmlinux = Optional.of(elf);
      long shift = KernelFiles.shift(elf, target);
      kernel = Optional.of(new DebugObject(elf, section -> 0, shift, gaps::add));
    } catch (InquestException e) {
      gaps.add(e.getMessage());
    }
  }

  /// What was found and could not be read, a sentence each. That a module has no file is none: its
  /// machine code still answers.
  List<String> gaps() {
    List<String> all = new ArrayList<>(gaps);
    all.addAll(modules.gaps());
    return all;
  }

  @Override
  public void close() {
    modules.close();
    vmlinux.ifPresent(ElfFile::close);
  }
}
