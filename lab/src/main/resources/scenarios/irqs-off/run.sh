# On CPU 0, where init is too, events come without end, until on CPU 1 the flush takes the lock for ever.
FINALLY='taskset 1 act writer append 1000000000 & taskset 2 act flusher flush'
