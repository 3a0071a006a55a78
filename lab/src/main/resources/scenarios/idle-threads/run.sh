: "${THREADS:=20000}" "${PROCESSES:=4}"
echo 200000 >/proc/sys/kernel/threads-max
echo 100000 >/proc/sys/kernel/pid_max
echo 262144 >/proc/sys/vm/max_map_count
idle "$THREADS" "$PROCESSES" &
waited=0
while [ $waited -lt 300 ]; do
  set -- $(cat /proc/loadavg)
  [ "${4#*/}" -ge "$THREADS" ] && break
  sleep 1
  waited=$((waited + 1))
done
sleep 2
truth "threads=$THREADS"
truth "processes=$PROCESSES"
