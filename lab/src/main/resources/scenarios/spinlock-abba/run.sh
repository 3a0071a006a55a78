FINALLY='taskset 2 act left move-from 0 & taskset 1 act right move-from 1'
