echo 1 >/proc/sys/kernel/panic_on_warn
FINALLY='act upowerd update 130'
