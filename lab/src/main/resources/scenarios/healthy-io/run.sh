# Reads past the page cache from four places of the disk: each is a short wait in uninterruptible sleep.
read_from() { while :; do dd if=/dev/vdb of=/dev/null bs=4k count=4000 skip=$1 iflag=direct 2>/dev/null; done; }
write_to() { while :; do dd if=/dev/zero of=/dev/vdb bs=64k count=100 seek=$1 oflag=direct 2>/dev/null; done; }
read_from 0 & read_from 4000 & read_from 8000 & read_from 12000 &
write_to 1000 & write_to 1500 &
(while :; do sync; sleep 0.2; done) &
sleep 2
