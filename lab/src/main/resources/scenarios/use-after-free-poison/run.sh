echo 1 >/proc/sys/kernel/panic_on_oops
act login open
act logout close
FINALLY='act who show'
