act finder find 2 &
finder=$!
until_in msleep $finder
act changer change 1 &
until_in route_change $!
until_in gateway_port $finder
act latecomer find 1 &
until_in route_find $!
