echo 1 >/proc/sys/kernel/panic_on_warn
FINALLY='act resetter reset 0'
