# Some kernels say BUG() of a broken list, others only WARN(): CONFIG_BUG_ON_DATA_CORRUPTION.
echo 1 >/proc/sys/kernel/panic_on_oops
echo 1 >/proc/sys/kernel/panic_on_warn
FINALLY='act doctor visit 5'
