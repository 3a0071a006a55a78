act editor print 3
act browser print 0 &
until_in job_submit_and_wait $!
