echo -1 >/proc/sys/kernel/sched_rt_runtime_us
hogs 50 1 &
sleep 1
