#define TYPE "btrfs"
#define OPTIONS ""
#define CHECK "/sbin/btrfsck", "--readonly"
#include "churn.c"
