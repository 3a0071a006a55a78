echo 1 >/proc/sys/kernel/panic_on_oops
FINALLY='act gauged read 0x7e001000'
