FINALLY='echo c >/proc/sysrq-trigger'
