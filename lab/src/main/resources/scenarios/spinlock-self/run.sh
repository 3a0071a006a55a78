FINALLY='taskset 2 act taker take 1'
