act closer close &
until_in __flush_work $!
act opener open &
until_in display_open $!
