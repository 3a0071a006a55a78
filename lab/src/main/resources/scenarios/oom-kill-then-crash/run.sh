# The OOM killer ends it; afterwards there is memory again.
eater
FINALLY='echo c >/proc/sysrq-trigger'
