mapl &
# On one CPU or two the race is lost within a second; the kernel is not busy afterwards. Reading /proc/PID/stat of the
# threads takes no mmap lock (reading maps or cmdline would hang us behind the writer).
program=$!
waited=0
while [ $waited -lt 60 ]; do
  sleep 1
  waited=$((waited + 1))
  blocked=$(cat /proc/$program/task/*/stat | grep -c ') D ')
  [ "$blocked" -ge 2 ] && break
done
truth "blocked.threads=$blocked"
