FINALLY='exit 3'
