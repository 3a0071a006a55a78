echo 1 >/proc/sys/kernel/panic_on_oops
# A worker frees a module's init code a grace period after loading.
sleep 1
FINALLY='act ntpd adjust 14'
