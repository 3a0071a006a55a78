package org.inquest.app.command.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.lab.sweep.count.CountedSite;
import org.inquest.lab.sweep.count.Counting;
import org.inquest.lab.sweep.knob.KnobWrite;
import org.inquest.lab.sweep.plan.SiteOrder;
import org.inquest.lab.sweep.plan.Suspicion;
import org.inquest.lab.sweep.run.SweepCase;
import org.inquest.lab.sweep.run.SweepPlan;

/// What a sweep would do: how many cases, where they may fail, and what is written before.
final class SweepPlanDocument {
  /// Places and cases that are shown.
  private static final int SHOWN = 60;

  private final SweepPlan plan;
  private final Suspicion suspicion;

  SweepPlanDocument(SweepPlan plan, Suspicion suspicion) {
    this.plan = plan;
    this.suspicion = suspicion;
  }

  Document document() {
    List<Document> parts = new ArrayList<>();
    parts.add(
        Text.paragraph(
            String.format(
                Locale.ROOT,
                "Kernel %s: some %,d cases. Nothing has been made to fail.",
                plan.probe().release(),
                plan.expected())));
    parts.add(Group.of("writes", new Heading("Written before the first case"), writes()));
    parts.add(Group.of("steps", new Heading("Steps, in a run in which nothing fails"), steps()));
    if (!plan.cases().isEmpty()) {
      parts.add(Group.of("cases", new Heading("Cases"), cases()));
    }
    plan.sites()
        .ifPresentOrElse(
            counted ->
                parts.add(Group.of("sites", new Heading("Places that can fail"), sites(counted))),
            () ->
                parts.add(
                    new Gap(
                        "this kernel has no events with stacks: the places that can fail are known"
                            + " only when they do")));
    return new Group("sweep_plan", parts);
  }

  private Document writes() {
    List<List<Value>> rows = new ArrayList<>();
    for (KnobWrite write : plan.writes()) {
      rows.add(List.of(Value.of(write.typed()), Value.of(write.why())));
    }
    return Table.of(List.of(Column.left("write", "WRITE"), Column.left("why", "WHY")), rows);
  }

  private Document steps() {
    List<List<Value>> rows = new ArrayList<>();
    for (Map.Entry<String, Long> step : plan.counts().entrySet()) {
      rows.add(List.of(Value.of(step.getKey()), SweepDocument.calls(step.getValue())));
    }
    return Table.of(
        List.of(Column.left("step", "STEP"), Column.right("calls", "CALLS THAT CAN FAIL")), rows);
  }

  private Document cases() {
    List<List<Value>> rows = new ArrayList<>();
    for (SweepCase one : plan.cases().subList(0, Math.min(SHOWN, plan.cases().size()))) {
      rows.add(List.of(Value.of(one.toString())));
    }
    if (plan.cases().size() > SHOWN) {
      rows.add(List.of(Value.of("and " + (plan.cases().size() - SHOWN) + " more")));
    }
    return Table.of(List.of(Column.left("case", "CASE")), rows);
  }

  /// Those first that are worth a try first.
  private Document sites(Counting.Result counted) {
    List<CountedSite> ordered = new SiteOrder(plan.probe(), suspicion).of(counted.sites());
    List<List<Value>> rows = new ArrayList<>();
    for (CountedSite one : ordered.subList(0, Math.min(SHOWN, ordered.size()))) {
      Optional<String> unchecked =
          suspicion.of(one.site()).map(how -> how.toString().toLowerCase(Locale.ROOT));
      rows.add(
          List.of(
              Value.of(one.site().capability()),
              unchecked.map(Value::of).orElse(Value.none()),
              Value.of(one.hits()),
              Value.of(one.cache()),
              Value.of(one.site().words())));
    }
    return Group.of(
        "places",
        Text.lines(
            List.of(
                ordered.size()
                    + " places"
                    + (ordered.size() > SHOWN ? ", the first " + SHOWN + " of them:" : ":"))),
        Table.of(
            List.of(
                Column.left("fault", "FAULT"),
                Column.left("unchecked", "USED UNCHECKED"),
                Column.right("hits", "TIMES"),
                Column.left("cache", "CACHE"),
                Column.left("chain", "WHO ASKED, FOR WHOM")),
            rows));
  }
}
