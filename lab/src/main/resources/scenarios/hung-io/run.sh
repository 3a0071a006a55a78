mapper create tank /dev/vdb
mke2fs -F /dev/dm-0 >/dev/null 2>&1
mkdir /tank
mount -t ext4 /dev/dm-0 /tank && mkdir /tank/mail && dd if=/dev/zero of=/tank/ledger bs=4k count=64 2>/dev/null
# Mounted anew, nothing is in memory but what is looked at now: where the files are, not what is in them.
umount /tank
mount -t ext4 /dev/dm-0 /tank
ls -d /tank/mail >/dev/null
exec 5</tank/ledger
mapper suspend tank

# One reads a file; one creates a file and has its directory's lock meanwhile, for which the others wait.
cat <&5 >/dev/null &
truth "cat.pid=$!"
dd if=/dev/null of=/tank/mail/letter 2>/dev/null &
dd=$!
truth "dd.pid=$dd"
until_in '(__)?(ext4|wait_on_buffer)' $dd
ls /tank/mail >/dev/null &
ls=$!
truth "ls.pid=$ls"
rm /tank/mail/parcel 2>/dev/null &
rm=$!
truth "rm.pid=$rm"
sleep 1
