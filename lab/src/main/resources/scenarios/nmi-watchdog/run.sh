echo -1 >/proc/sys/kernel/sched_rt_runtime_us
# The card's two stages are 2 s each; at the end of the second it asks for an NMI, which the kernel can't explain.
watchdog -T 4 -t 1 /dev/watchdog
FINALLY='hogs 99'
