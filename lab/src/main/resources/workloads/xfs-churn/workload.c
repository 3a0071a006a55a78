#define TYPE "xfs"
#define OPTIONS ""
#define CHECK "/sbin/xfs_repair", "-n"
#include "churn.c"
