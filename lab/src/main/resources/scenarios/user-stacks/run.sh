for program in chain chain-static chain-bare; do
  for how in read fault; do
    $program $how &
    truth "$program.$how.pid=$!"
    if [ $how = read ]; then until_in '(anon_)?pipe_read' $!; else until_in handle_userfault $!; fi
  done
done
clock &
truth "clock.pid=$!"
