echo -1 >/proc/sys/kernel/sched_rt_runtime_us
hog 50 1 &
sleep 1
