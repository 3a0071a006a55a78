echo 1 >/proc/sys/kernel/panic_on_oops
act customer take 1
act customer take 2
FINALLY='act owner cancel 0'
