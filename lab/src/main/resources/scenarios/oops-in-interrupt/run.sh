# No panic_on_oops: an oops in an interrupt is fatal anyway.
FINALLY='act udevd unplug'
