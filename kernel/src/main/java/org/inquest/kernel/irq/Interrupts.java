package org.inquest.kernel.irq;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.list.MapleTrees;
import org.inquest.kernel.list.Walk;
import org.inquest.kernel.list.Walk.End;
import org.inquest.kernel.list.XArrays;

/// The machine's numbered interrupts (kernel/irq/irqdesc.c).
public final class Interrupts {
  private static final int MAX_ACTIONS = 64;
  private static final int MAX_NAME = 64;

  private Interrupts() {}

  /// All interrupts that somebody asked for, in order of their numbers.
  ///
  /// @throws InquestException where the kernel's types or the table are missing
  public static Walk<Interrupt> inUse(Target target) {
    StructType type = target.types().struct("struct irq_desc");
    Walk<Long> found = descriptors(target);
    List<Interrupt> interrupts = new ArrayList<>();
    String hole = found.detail();
    End end = found.end();
    for (long address : found.items()) {
      try {
        Interrupt one = read(target, new KObject(target.memory(), type, address));
        if (!one.actions().isEmpty()) {
          interrupts.add(one);
        }
      } catch (InquestException e) {
        end = End.FAULT;
        hole = e.getMessage();
      }
    }
    return new Walk<>(interrupts, end, hole);
  }

  private static Walk<Long> descriptors(Target target) {
    List<Long> found = new ArrayList<>();
    // 721255b9826b ("genirq: Use a maple tree for interrupt descriptor management"), v6.5.
    Optional<KObject> maple = target.findGlobal("sparse_irqs");
    if (maple.isPresent()) {
      Walk<MapleTrees.Entry> walk =
          new MapleTrees(target.types()).entries(target.memory(), maple.get().address());
      walk.items().forEach(e -> found.add(e.value()));
      return new Walk<>(found, walk.end(), walk.detail());
    }
    Optional<KObject> tree = target.findGlobal("irq_desc_tree");
    if (tree.isPresent()) {
      StructType node = target.types().struct("struct xa_node");
      Walk<XArrays.Entry> walk = XArrays.entries(tree.get(), node);
      walk.items().forEach(e -> found.add(e.value()));
      return new Walk<>(found, walk.end(), walk.detail());
    }
    // Without CONFIG_SPARSE_IRQ: an array.
    KObject array = target.global("irq_desc");
    int count = Math.clamp(target.global("nr_irqs").asInt(), 0, 1 << 16);
    for (int i = 0; i < count; i++) {
      found.add(array.index(i).address());
    }
    return new Walk<>(found, End.END, "");
  }

  private static Interrupt read(Target target, KObject irq) {
    List<Integer> cpus = target.cpus().possible();
    List<Long> counts = new ArrayList<>(cpus.size());
    long base = irq.member("kstat_irqs").asLong();
    for (int cpu : cpus) {
      // 86d2a2f51fba ("genirq: Provide a snapshot mechanism for interrupt statistics", v6.10) made
      // the count the first member of a struct.
      long at = base + target.cpus().offset(cpu);
      counts.add(base == 0 ? 0 : Integer.toUnsignedLong(target.memory().readInt(at)));
    }
    return new Interrupt(
        irq.member("irq_data.irq").asInt(), irq.address(), actions(irq), counts, cpus);
  }

  private static List<String> actions(KObject irq) {
    List<String> names = new ArrayList<>();
    KObject action = irq.member("action");
    while (!action.isZero() && names.size() < MAX_ACTIONS) {
      long name = action.member("name").asLong();
      names.add(name == 0 ? "" : irq.memory().findString(name, MAX_NAME).orElse("?"));
      action = action.member("next");
    }
    return names;
  }
}
