package org.inquest.lab.sweep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.sweep.count.Site;
import org.junit.jupiter.api.Test;

/// The four ways in which a mount of btrfs failed before anybody closed its disk, and others.
final class LikenessTest {
  private static final String BUSY = "cannot open device: Device or resource busy (try 1)";

  private static final Finding MOUNT =
      finding(Damage.DAMAGED, BUSY, "device_create", "bdi_register_va", "mount_bdev");

  @Test
  void findingsWithOneDamageBelowOneFunctionArePerhapsOneBug() {
    Finding other =
        finding(
            Damage.DAMAGED,
            BUSY.replace('1', '7'),
            "kobject_add",
            "device_add",
            "bdi_register_va",
            "mount_bdev");
    assertThat(Likeness.of(List.of(MOUNT, other), 1)).contains(new Likeness(0, "bdi_register_va"));
    assertThat(Likeness.of(List.of(MOUNT, other), 0)).isEmpty();
  }

  @Test
  void otherDamageOrOtherCallersMakeAnotherBug() {
    Finding otherDamage =
        finding(Damage.DAMAGED, "a wrong reference count", "device_create", "bdi_register_va");
    Finding otherKind = finding(Damage.TIMEOUT, BUSY, "device_create", "bdi_register_va");
    Finding otherCallers = finding(Damage.DAMAGED, BUSY, "alloc_inode", "ext4_create");
    List<Finding> all = List.of(MOUNT, otherDamage, otherKind, otherCallers);
    for (int i = 1; i < all.size(); i++) {
      assertThat(Likeness.of(all, i)).isEmpty();
    }
  }

  @Test
  void aFindingWhoseFailedCallNobodyToldIsLikeNoOther() {
    CaseResult silent =
        new CaseResult(
            SweepCase.of("mount", 3),
            true,
            Optional.empty(),
            12,
            1,
            Optional.of(Damage.DAMAGED),
            BUSY);
    Finding nowhere = new Finding(List.of(silent), List.of(), Optional.empty());
    assertThat(Likeness.of(List.of(MOUNT, nowhere), 1)).isEmpty();
    assertThat(Likeness.of(List.of(nowhere, MOUNT), 1)).isEmpty();
  }

  private static Finding finding(Damage damage, String what, String... chain) {
    List<CodePlace> places =
        Arrays.stream(chain).map(name -> new CodePlace(name, 0x10, 0, "", 0)).toList();
    CaseResult result =
        new CaseResult(
            SweepCase.of("mount", 1),
            true,
            Optional.of(new Site("failslab", places)),
            12,
            1,
            Optional.of(damage),
            what);
    return new Finding(List.of(result), List.of(), Optional.empty());
  }
}
