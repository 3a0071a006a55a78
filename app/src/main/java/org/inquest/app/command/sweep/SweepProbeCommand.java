package org.inquest.app.command.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.sweep.knob.FolderKnobs;
import org.inquest.lab.sweep.knob.KnobWrite;
import org.inquest.lab.sweep.plan.KnobPlan;
import org.inquest.lab.sweep.probe.Detector;
import org.inquest.lab.sweep.probe.DiskKnob;
import org.inquest.lab.sweep.probe.FaultPoint;
import org.inquest.lab.sweep.probe.KernelProbe;
import org.inquest.lab.sweep.probe.Refusal;
import org.inquest.lab.sweep.probe.Trait;

/// What this kernel can be made to fail at, what its settings are, and what a sweep would set.
/// Nothing is written.
public final class SweepProbeCommand implements InquestCommand {
  private static final Option ROOT =
      Option.value("--root", "DIR", "a folder with a machine's /sys and /proc, not this machine");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "sweep probe",
        "what this kernel can be made to fail at, and how its settings behave",
        "",
        List.of(ROOT),
        List.of(
            new CommandInfo.Example("sweep probe", "this machine; be root"),
            new CommandInfo.Example("sweep probe --json", "the same for a program")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (!arguments.operands().isEmpty()) {
      throw new UsageError("sweep probe takes no operands; another tree is given with --root DIR");
    }
    KernelProbe probe = KernelProbe.of(new FolderKnobs(session.root().orElse(Path.of("/"))));
    List<Document> parts = new ArrayList<>();
    parts.add(Text.paragraph(verdict(probe)));
    probe
        .refusal()
        .map(Refusal::remedy)
        .ifPresent(what -> parts.add(Text.paragraph("Remedy: " + what + ".")));
    if (!probe.points().isEmpty()) {
      parts.add(Group.of("points", new Heading("What can fail"), points(probe)));
      parts.add(Group.of("knobs", new Heading("Settings"), knobs(probe)));
      parts.add(Group.of("traits", new Heading("How they behave"), traits(probe)));
    }
    if (!probe.disks().isEmpty()) {
      parts.add(Group.of("disks", new Heading("Disks"), disks(probe)));
    }
    parts.add(Group.of("detectors", new Heading("What would notice"), detectors(probe)));
    probe.gaps().forEach(gap -> parts.add(new Gap(gap)));
    return new Group("sweep_probe", parts);
  }

  private static String verdict(KernelProbe probe) {
    String release = probe.release().isEmpty() ? "This kernel" : "Kernel " + probe.release();
    if (probe.refusal().isPresent()) {
      return "Nothing can be made to fail here: " + probe.refusal().get().why() + ".";
    }
    return release
        + " can be made to fail at "
        + probe.points().stream().map(FaultPoint::name).collect(Collectors.joining(", "))
        + ".";
  }

  private static Document points(KernelProbe probe) {
    List<List<Value>> rows = new ArrayList<>();
    for (FaultPoint point : probe.points()) {
      rows.add(
          List.of(
              Value.of(point.name()),
              Value.of(point.kind().fails()),
              Value.of(point.kind().inTasks()),
              Value.of(point.stackFilter().isPresent()),
              Value.of(!point.fixed())));
    }
    return Table.of(
        List.of(
            Column.left("point", "POINT"),
            Column.left("fails", "WHAT FAILS"),
            Column.left("by_task", "BY TASK"),
            Column.left("by_stack", "BY STACK"),
            Column.left("writable", "WRITABLE")),
        rows);
  }

  private static Document knobs(KernelProbe probe) {
    List<List<Value>> rows = new ArrayList<>();
    for (FaultPoint point : probe.points()) {
      Map<String, KnobWrite> sweep =
          KnobPlan.prepare(point).stream().collect(Collectors.toMap(KnobWrite::path, w -> w));
      point
          .knobs()
          .forEach((knob, now) -> {
            KnobWrite write = sweep.get(point.folder() + "/" + knob);
            rows.add(
                List.of(
                    Value.of(point.name() + "/" + knob),
                    now.isEmpty() ? Value.none() : Value.of(now.replace("\n", ", ")),
                    write == null ? Value.none() : Value.of(write.value()),
                    write == null ? Value.none() : Value.of(write.why())));
          });
    }
    return Table.of(
        List.of(
            Column.left("knob", "KNOB"),
            Column.left("now", "NOW"),
            Column.left("sweep", "SWEEP"),
            Column.left("why", "WHY")),
        rows);
  }

  private static Document traits(KernelProbe probe) {
    List<List<Value>> rows = new ArrayList<>();
    for (Trait trait : probe.traits()) {
      rows.add(List.of(Value.of(trait.about()), Value.of(trait.finding()), Value.of(trait.from())));
    }
    return Table.of(
        List.of(
            Column.left("about", "WHAT"),
            Column.left("finding", "HOW"),
            Column.left("from", "KNOWN FROM")),
        rows);
  }

  private static Document disks(KernelProbe probe) {
    List<List<Value>> rows = new ArrayList<>();
    for (DiskKnob disk : probe.disks()) {
      rows.add(List.of(Value.of(disk.path()), Value.of(disk.value())));
    }
    return Table.of(List.of(Column.left("path", "SWITCH"), Column.left("now", "NOW")), rows);
  }

  private static Document detectors(KernelProbe probe) {
    List<List<Value>> rows = new ArrayList<>();
    for (Detector detector : probe.detectors()) {
      rows.add(
          List.of(
              Value.of(detector.name()), Value.of(detector.there()), Value.of(detector.sees())));
    }
    return Table.of(
        List.of(
            Column.left("detector", "DETECTOR"),
            Column.left("there", "THERE"),
            Column.left("sees", "WHAT IT SEES")),
        rows);
  }
}
