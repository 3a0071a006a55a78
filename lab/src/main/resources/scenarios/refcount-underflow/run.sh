echo 1 >/proc/sys/kernel/panic_on_warn
FINALLY='act reader leave 2'
