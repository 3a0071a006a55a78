echo 1 >/proc/sys/vm/panic_on_oom
FINALLY='act sniffer start'
