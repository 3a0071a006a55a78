echo 2 >/proc/sys/kernel/watchdog_thresh
echo 1 >/proc/sys/kernel/softlockup_panic
FINALLY='taskset 2 act reader read'
