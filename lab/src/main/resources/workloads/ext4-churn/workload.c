#define TYPE "ext4"
/* A file system that goes on after an error shows what the error led to. */
#define OPTIONS "errors=continue"
#define CHECK "/sbin/e2fsck", "-fn"
#include "churn.c"
