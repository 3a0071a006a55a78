echo 1 >/proc/sys/kernel/panic_on_oops
mkdir /mnt
mount -t ext4 /dev/vdb /mnt
# Synced before it is removed: blocks that delayed allocation has not chosen yet need not be freed.
dd if=/dev/zero of=/mnt/file bs=64k count=16 2>/dev/null
sync

# Every allocation fails that the marked task makes in this function; of those in it, all but one may not fail anyway.
function=ext4_mb_clear_bb
grep -q " $function\$" /proc/kallsyms || function=ext4_free_blocks
set -- $(grep -A1 " $function\$" /proc/kallsyms | cut -d' ' -f1)
truth "failing.in=$function"
cd /sys/kernel/debug/failslab
echo Y >task-filter
echo N >ignore-gfp-wait
echo -1 >times
echo 2 >verbose
if [ -e require-start ]; then
  echo "0x$1" >require-start
  echo "0x$2" >require-end
  echo 100 >probability
else
  echo 3 >probability
fi
cd /

# Only what cuts the file is marked, and it starts nothing: where failures come by chance, a fork would seldom survive.
remove() {
  while :; do
    (
      echo 1 >/proc/self/make-it-fail
      : >/mnt/file
    ) 2>/dev/null
    cp /bin/busybox /mnt/file
    sync
  done
}
FINALLY='remove & truth shell.pid=$!'
