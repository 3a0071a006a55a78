echo 4 >/sys/module/rcupdate/parameters/rcu_cpu_stall_timeout
echo 1 >/proc/sys/kernel/panic_on_rcu_stall
# Somebody has to wait for a grace period, or nothing notices that none can end.
FINALLY='taskset 1 act updater refresh 1000000 & taskset 2 act reader find 7'
