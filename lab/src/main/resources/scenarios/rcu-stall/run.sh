echo 4 >/sys/module/rcupdate/parameters/rcu_cpu_stall_timeout
echo 1 >/proc/sys/kernel/panic_on_rcu_stall
FINALLY='taskset 2 act reader find 7'
