act thermostat read 0
act thermostat read 1 &
until_in sensor_refresh $!
act display read 1 &
until_in sensor_read $!
