act closer close &
until_in '(__)?flush_work' $!
act opener open &
until_in display_open $!
