/* Loads a BPF program of 3000 additions, says so, and runs it for some time (BPF_PROG_TEST_RUN). */
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
static struct bpf_insn code[3002];
int main() {
  union bpf_attr a;
  char packet[64] = {0};
  code[0] = (struct bpf_insn){.code = 0xb7};
  for (int i = 1; i <= 3000; i++) code[i] = (struct bpf_insn){.code = 0x07, .imm = i};
  code[3001] = (struct bpf_insn){.code = 0x95};
  memset(&a, 0, sizeof a);
  a.prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
  a.insns = (long)code;
  a.insn_cnt = 3002;
  a.license = (long)"GPL";
  strcpy(a.prog_name, "inq_busy");
  int fd = syscall(__NR_bpf, BPF_PROG_LOAD, &a, sizeof a);
  if (fd < 0) return 1;
  puts("loaded");
  fflush(stdout);
  for (int i = 0; i < 2000; i++) {
    memset(&a, 0, sizeof a);
    a.test.prog_fd = fd;
    a.test.data_in = (long)packet;
    a.test.data_size_in = sizeof packet;
    a.test.repeat = 20000;
    if (syscall(__NR_bpf, BPF_PROG_TEST_RUN, &a, sizeof a)) return 2;
  }
  return 0;
}
