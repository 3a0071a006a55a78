act port-0 forward-from 0 &
a=$!
act port-1 forward-from 1 &
b=$!
act port-2 forward-from 2 &
c=$!
for pid in $a $b $c; do until_in port_forward $pid; done
