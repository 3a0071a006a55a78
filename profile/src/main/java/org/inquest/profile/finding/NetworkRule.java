package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;

/// Softirqs, sockets, TCP and packet filters.
///
/// **Reference.** Documentation/networking/scaling.rst.
public final class NetworkRule implements ProfileRule {
  private static final Dominance WORK =
      new Dominance(
          FunctionGroup.kernel(
              "net_(rx|tx)_action|__?napi_poll.*|napi_.*|process_backlog|(__)?netif_receive_skb.*|ip6?_(rcv|local_|output|queue_xmit|finish_output).*|tcp_(v[46]_rcv|rcv_.*|sendmsg.*|recvmsg.*|write_xmit|ack|push.*|transmit.*)|udpv?6?_(rcv|sendmsg|recvmsg|queue.*)|__dev_queue_xmit|dev_hard_start_xmit|sch_direct_xmit|sock_(sendmsg|recvmsg|read_iter|write_iter).*|__sys_(sendto|recvfrom|sendmsg|recvmsg)|nf_hook_slow|nft_do_chain.*|ipt_do_table|virtnet_.*|unix_(stream|dgram)_.*"),
          "Network",
          Dominance.USUAL,
          List.of(
              "which CPUs take the interrupts: /proc/interrupts, ethtool -S; spread them (RSS, RPS)",
              "larger packets (GRO, GSO), fewer rules in the filter, larger messages"));

  /// For the scan.
  public NetworkRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "kernel.network", "Network", "whether packets and network interrupts take the time");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    return WORK.examine(facts);
  }
}
