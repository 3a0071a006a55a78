echo 1 >/proc/sys/kernel/panic_on_oops
truth function=nmi_cpu_busy
FINALLY='echo 1 >/sys/module/nmi_busy/parameters/check'
