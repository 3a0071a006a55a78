act collector read &
sleep 0.5
act display read &
until_in meter_read $!
