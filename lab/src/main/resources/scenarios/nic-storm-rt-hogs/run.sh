where_module e1000
ip link set eth0 up
# CPU 0 takes the storm, for the NMI that takes the dump goes there.
interrupt=$(sed -n 's/^ *\([0-9]*\):.*eth0$/\1/p' /proc/interrupts)
echo 1 >/proc/irq/$interrupt/smp_affinity
echo -1 >/proc/sys/kernel/sched_rt_runtime_us
FINALLY='hogs 50'
