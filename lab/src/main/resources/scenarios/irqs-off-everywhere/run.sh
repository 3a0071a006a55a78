FINALLY='taskset 1 act poster post 1000000000 & taskset 2 act reader wait'
