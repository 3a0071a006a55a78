echo 1 >/proc/sys/kernel/panic_on_oops
FINALLY='act sender send 12'
