database &
database=$!
truth "database.pid=$database"
# Its threads' ids follow its own. Reading their stacks takes no mmap lock; reading what ps wants to know does.
waited=0
until [ "$(cat /proc/$database/task/*/stat | grep -c ') D ')" -ge 3 ] || [ $waited -ge 60 ]; do
  sleep 0.5
  waited=$((waited + 1))
done
sleep 1
ps -o pid,args >/dev/null &
until_in __access_remote_vm $!
truth "ps.pid=$!"
