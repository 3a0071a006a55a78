act drawer draw &
drawer=$!
act homer go-home &
until_in axes_move $!
until_in axes_move $drawer
