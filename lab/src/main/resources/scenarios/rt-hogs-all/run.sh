echo -1 >/proc/sys/kernel/sched_rt_runtime_us
# Last: nothing of init runs once every CPU has its loop.
FINALLY='hogs 99'
