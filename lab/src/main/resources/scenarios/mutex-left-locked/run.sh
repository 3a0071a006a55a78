act -l poet write 4 &
sleep 0.5
act reader read &
until_in diary_read $!
