echo -1 >/proc/sys/kernel/sched_rt_runtime_us
# A sign of life every second. It sets the timeout too: the one of the kernel's command line again.
watchdog -t 1 -T 130 -F /dev/watchdog &
truth watchdog.pid=$!
# Last: nothing of init runs once every CPU has its loop.
FINALLY='hogs 99'
