# What a compilation does: programs that compute, many short processes, files written, read and removed.
compute() { while :; do md5sum /bin/busybox >/dev/null; done; }
fork() { while :; do for i in 1 2 3 4 5 6 7 8; do true & done; wait; ls /proc >/dev/null; done; }
files() { while :; do for i in 1 2 3 4; do dd if=/dev/zero of=/tmp/$1.$i bs=64k count=32 2>/dev/null; done; cat /tmp/$1.* | wc -c >/dev/null; rm /tmp/$1.*; done; }
compute & compute & compute & compute &
fork & fork &
files a & files b &
sleep 2
