echo 1 >/proc/sys/vm/panic_on_oom
mkdir /cache
mount -t tmpfs -o size=200% tmpfs /cache
FINALLY='dd if=/dev/zero of=/cache/log bs=1M'
