/* Types whose layouts the tests know: each kind once, in the ways that kernels write them. */
struct list {
  struct list *next, *prev;
};
typedef struct {
  int counter;
} atomic_t;
enum mood { BAD = -1, FINE, GOOD = 4 };
enum color { RED, GREEN = 0xfffffff0u };
struct hidden;
typedef int (*visitor)(struct list *item, const char *name, ...);
struct bits {
  unsigned int low : 3, high : 5;
  int delta : 7;
  _Bool flag : 1;
  unsigned long long wide : 40;
  unsigned char last;
};
struct packed {
  char first;
  unsigned int value : 20;
  short after;
} __attribute__((packed));
struct task {
  volatile unsigned int state;
  int pid;
  char comm[16];
  struct list tasks;
  union {
    atomic_t usage;
    unsigned long raw;
  };
  enum mood mood;
  struct task *parent;
  const char *const name;
  struct list links[2][3];
  visitor visit;
  struct hidden *hidden;
  double load;
  struct {
    unsigned short x, y;
  } place;
  unsigned __int128 large;
  int none[0];
  int flexible[];
};
struct task first = {.pid = 1};
struct bits bits;
struct packed packed;
enum color color;
static int count = 3;
extern int shared;
int shared = 4; /* shared */
__attribute__((noinline)) static int visit(struct list *item, const char *name, ...) {
  static int visits;
  return item && name ? ++visits + ++count : shared;
}
void _start(void) {
  first.visit = visit;
  for (;;)
    first.pid += visit(&first.tasks, first.name) + bits.high + packed.value + color;
}
