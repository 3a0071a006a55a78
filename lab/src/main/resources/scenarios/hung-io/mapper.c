/*
 * mapper create NAME DISK   a device-mapper device that is DISK under another name
 * mapper suspend NAME       it takes requests and completes none until it is resumed, like a disk array or a file server
 *                           that does not answer; what is mounted on it is not frozen
 */
#include <fcntl.h>
#include <linux/dm-ioctl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct request {
  struct dm_ioctl head;
  struct dm_target_spec target;
  char parameters[64];
};

static int control;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void ask(unsigned long command, const char *name, unsigned flags, struct request *r) {
  r->head.version[0] = DM_VERSION_MAJOR;
  r->head.data_size = sizeof *r;
  r->head.data_start = sizeof r->head;
  r->head.flags = flags;
  snprintf(r->head.name, sizeof r->head.name, "%s", name);
  if (ioctl(control, command, r) < 0) fail("device-mapper");
}

static void create(const char *name, const char *disk) {
  unsigned long long bytes;
  int f = open(disk, O_RDONLY);
  if (f < 0 || ioctl(f, BLKGETSIZE64, &bytes) < 0) fail(disk);
  close(f);
  struct request r = {0};
  ask(DM_DEV_CREATE, name, 0, &r);
  memset(&r, 0, sizeof r);
  r.head.target_count = 1;
  r.target.length = bytes / 512;
  r.target.next = sizeof r.target + sizeof r.parameters;
  strcpy(r.target.target_type, "linear");
  snprintf(r.parameters, sizeof r.parameters, "%s 0", disk);
  ask(DM_TABLE_LOAD, name, 0, &r);
  memset(&r, 0, sizeof r);
  ask(DM_DEV_SUSPEND, name, 0, &r); /* without the flag for it, this means resume */
}

int main(int argc, char **argv) {
  control = open("/dev/mapper/control", O_RDWR);
  if (control < 0) fail("/dev/mapper/control");
  if (argc == 4 && strcmp(argv[1], "create") == 0) {
    create(argv[2], argv[3]);
  } else if (argc == 3 && strcmp(argv[1], "suspend") == 0) {
    struct request r = {0};
    ask(DM_DEV_SUSPEND, argv[2], DM_SUSPEND_FLAG | DM_SKIP_LOCKFS_FLAG | DM_NOFLUSH_FLAG, &r);
  } else {
    fprintf(stderr, "mapper create NAME DISK | mapper suspend NAME\n");
    return 2;
  }
  return 0;
}
