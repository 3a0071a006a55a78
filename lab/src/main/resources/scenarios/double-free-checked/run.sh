# SLUB keeps the object and goes on; somebody takes a dump to see what else is wrong.
act sender send 12
FINALLY='echo c >/proc/sysrq-trigger'
