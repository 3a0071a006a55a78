echo 1 >/proc/sys/kernel/panic_on_oops
FINALLY='act flowd hit 0x1234'
