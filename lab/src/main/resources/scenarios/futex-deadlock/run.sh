dinner &
until_in futex $!
sleep 1
