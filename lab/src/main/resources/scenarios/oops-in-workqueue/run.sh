echo 1 >/proc/sys/kernel/panic_on_oops
FINALLY='act closer close'
