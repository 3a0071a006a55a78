# Without a limit for real-time tasks, the kernel admits deadline tasks that need all of every CPU.
echo -1 >/proc/sys/kernel/sched_rt_runtime_us
FINALLY='hog 1 & hog 2'
