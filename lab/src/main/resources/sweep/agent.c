/*
 * The agent of a sweep: runs one step of a workload while one call of it fails, and says what came of it.
 *
 * It reads requests, one a line, and answers each with one line: "ok ...", "error ...", "result ...". Words are
 * divided by blanks; a blank, a newline or a percent sign in a word is written %XX. In a guest it talks over the
 * second serial line, elsewhere over its standard input and output.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include "agent.h"

#define LINE 65536
#define WORDS 64
#define MOST_READ (16 << 20)

/* Shared with the process that runs a case. */
struct told {
	int armed;		/* it got as far as the step itself */
	int finished;
	int program;		/* it went on as a program */
	int result;
	long left;		/* of the count, -1 where the kernel has no fail-nth */
	int fixture;		/* errno of before() */
	char complaint[512];
};

static struct told *told;
static int in = 0, out = 1;
static const char *root = "";	/* a tree that is none of a kernel, in tests */

void complain(const char *format, ...)
{
	va_list list;

	if (told->complaint[0])
		return;
	va_start(list, format);
	vsnprintf(told->complaint, sizeof(told->complaint), format, list);
	va_end(list);
}

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void say(const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		ssize_t n = write(out, text, left);

		if (n < 0 && errno != EINTR && errno != EAGAIN && errno != ENOMEM)
			_exit(1);
		if (n > 0)
			text += n, left -= n;
	}
}

/* One answer. The text is quoted, so that it stays one word, or one line if `words`. */
static void answer(const char *head, const char *text, int words)
{
	static char line[3 * LINE];
	char *p = line + sprintf(line, "%s", head);

	for (; *text && p < line + sizeof(line) - 8; text++) {
		unsigned char c = *text;

		if (c < ' ' || c == '%' || c > 126 || (c == ' ' && !words))
			p += sprintf(p, "%%%02X", c);
		else
			*p++ = c;
	}
	strcpy(p, "\n");
	say(line);
}

static void failed(int error)
{
	answer("error ", strerror(error), 1);
}

/* The serial line ends no line of ours: it is read by whoever has a byte to spare. */
static int next_line(char *line)
{
	static char kept[LINE];
	static size_t begin, end;
	size_t n = 0;

	for (;;) {
		while (begin < end) {
			char c = kept[begin++];

			if (c == '\n') {
				line[n] = 0;
				return 1;
			}
			if (n < LINE - 1)
				line[n++] = c;
		}
		ssize_t got = read(in, kept, sizeof(kept));

		if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
			return 0;
		begin = 0;
		end = got > 0 ? got : 0;
	}
}

static void unquote(char *word)
{
	char *to = word;

	for (; *word; word++) {
		if (word[0] == '%' && isxdigit((unsigned char)word[1]) && isxdigit((unsigned char)word[2])) {
			char digits[3] = { word[1], word[2], 0 };

			*to++ = strtol(digits, 0, 16);
			word += 2;
		} else {
			*to++ = *word;
		}
	}
	*to = 0;
}

static const char *at(const char *path)
{
	static char full[PATH_MAX];

	snprintf(full, sizeof(full), "%s%s", root, path);
	return full;
}

/* A histogram of events has megabytes: it is read whole, since it changes from open to open, then told in pieces. */
static void read_file(const char *path)
{
	static char piece[3 * 1024 + 1];
	/* A file that would wait for more (trace_pipe) gives what it has. */
	int fd = open(at(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	size_t all = 0, room = LINE, i;
	char *text = malloc(room);
	ssize_t n;

	if (fd < 0 || !text) {
		failed(errno);
		free(text);
		return;
	}
	while ((n = read(fd, text + all, room - all)) > 0) {
		all += n;
		if (all == room && room < MOST_READ) {
			char *more = realloc(text, 2 * room);

			if (!more)
				break;
			text = more;
			room *= 2;
		}
	}
	close(fd);
	say("ok ");
	for (i = 0; i < all;) {
		char *p = piece;

		for (int k = 0; k < 1024 && i < all; k++, i++) {
			unsigned char c = text[i];

			p += sprintf(p, c <= ' ' || c == '%' || c > 126 ? "%%%02X" : "%c", c);
		}
		*p = 0;
		say(piece);
	}
	say("\n");
	free(text);
}

static int write_value(const char *path, const char *value)
{
	int fd = open(at(path), O_WRONLY | O_TRUNC | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return errno;
	if (write(fd, value, strlen(value)) < 0)
		error = errno;
	if (close(fd) < 0 && !error)
		error = errno;
	return error;
}

static void list(const char *path)
{
	static char text[LINE];
	size_t n = 0;
	DIR *dir = opendir(at(path));
	struct dirent *e;

	if (!dir) {
		failed(errno);
		return;
	}
	text[0] = 0;
	while ((e = readdir(dir)) && n < LINE - 300)
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			n += sprintf(text + n, "%s ", e->d_name);
	closedir(dir);
	answer("ok ", text, 1);
}

/* So that the kernel's log tells which case its lines belong to. */
static void mark(const char *what, const char *number)
{
	char line[128];
	int fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	/* Without its newline a message may go on, and consoles wait for the rest. */
	snprintf(line, sizeof(line), "<5>SWEEP-%s %s\n", what, number);
	if (write(fd, line, strlen(line)) < 0)
		line[0] = 0;	/* The host sees that the mark is missing. */
	close(fd);
}

static int quiet(void)
{
	int null = open("/dev/null", O_RDWR);

	if (null >= 0) {
		dup2(null, 0);
		dup2(null, 1);
		dup2(null, 2);
	}
	return null;
}

int execute_last(const char *const *argv, char *last, int size)
{
	char text[4096];
	int ends[2], status;
	ssize_t n, all = 0;
	pid_t child;

	if (pipe(ends) < 0)
		return -1;
	child = fork();
	if (child == 0) {
		quiet();
		dup2(ends[1], 1);
		dup2(ends[1], 2);
		close(ends[0]);
		close(ends[1]);
		execvp(argv[0], (char *const *)argv);
		_exit(127);
	}
	close(ends[1]);
	/* What comes last is kept: programs say at the end what went wrong. */
	while ((n = read(ends[0], text + all, sizeof(text) - 1 - all)) > 0) {
		all += n;
		if (all > 2048) {
			memmove(text, text + all - 1024, 1024);
			all = 1024;
		}
	}
	close(ends[0]);
	text[all] = 0;
	if (last)
		snprintf(last, size, "%s", text);
	if (child < 0 || waitpid(child, &status, 0) < 0)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int execute(const char *const *argv)
{
	return execute_last(argv, 0, 0);
}

int become(const char *const *argv)
{
	quiet();
	told->program = 1;
	execvp(argv[0], (char *const *)argv);
	told->program = 0;
	return errno;
}

/* In a process of its own: fixture, the armed step, disarming. NTH -1: marked, and nothing is counted. */
static void perform(const struct step *step, long nth)
{
	char number[32];
	int fd = -1, n;

	if (step->before) {
		told->fixture = step->before();
		if (told->fixture)
			_exit(0);
	}
	told->left = -1;
	if (nth > 0) {
		fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
		n = sprintf(number, "%ld", nth);
	}
	if (nth != 0) {
		/*
		 * A second failure, and those that nobody counts, are for marked tasks, and this one alone is. Marked last:
		 * what is armed already would hit the next thing that allocates, which opening a file does.
		 */
		int mark = open("/proc/self/make-it-fail", O_WRONLY | O_CLOEXEC);

		if (mark >= 0 && write(mark, "1", 1) != 1)
			told->fixture = errno;
	}
	told->armed = 1;
	if (fd >= 0 && pwrite(fd, number, n, 0) != n) {
		told->fixture = errno;
		_exit(0);
	}
	told->result = step->run();
	if (fd >= 0) {
		/* The read may itself be made to fail, by the copy to this buffer: then the step was over before. */
		n = pread(fd, number, sizeof(number) - 1, 0);
		if (n > 0) {
			number[n] = 0;
			told->left = atol(number);
		} else {
			told->left = LONG_MAX;
		}
		while (pwrite(fd, "0", 1, 0) != 1)
			;
	}
	told->finished = 1;
	_exit(0);
}

/*
 * A command: the processes it starts are marked, so that the filter by task finds them all. With NTH its own process
 * counts down to a failure, from before it becomes the program.
 */
static void command(char **argv, long nth)
{
	char number[32];
	int fd, mark, n = sprintf(number, "%ld", nth);

	setsid();
	quiet();
	fd = nth > 0 ? open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC) : -1;
	mark = open("/proc/self/make-it-fail", O_WRONLY | O_CLOEXEC);
	told->program = nth > 0;
	told->armed = 1;
	if (mark >= 0 && write(mark, "1", 1) != 1)
		told->fixture = errno;
	if (nth > 0 && pwrite(fd, number, n, 0) != n)
		told->fixture = errno;
	execvp(argv[0], argv);
	_exit(127);
}

/* include/linux/panic.h */
#define TAINT_DIE 7

enum ending { ENDED, SIGNALLED, STOPPED, UNKILLABLE };

/* What is left of the count of a process that ended and was not waited for yet; -1 if that can't be read. */
static long left_of(pid_t child)
{
	char path[64], number[32];
	int fd, n;

	snprintf(path, sizeof(path), "/proc/%d/fail-nth", child);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	n = read(fd, number, sizeof(number) - 1);
	close(fd);
	if (n <= 0)
		return -1;
	number[n] = 0;
	return atol(number);
}

/* Whether a process has ended; it is left to be waited for. */
static int ended(pid_t child)
{
	siginfo_t about = { 0 };

	return waitid(P_PID, child, &about, WEXITED | WNOHANG | WNOWAIT) < 0 || about.si_pid == child;
}

static long tainted(void)
{
	char text[32];
	int fd = open(at("/proc/sys/kernel/tainted"), O_RDONLY | O_CLOEXEC);
	int n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return -1;
	text[n] = 0;
	return atol(text);
}

/* An oops is enough: who has met one may wait for ever for what it holds itself, on its way out. */
static int died(void)
{
	long flags = tainted();

	return flags >= 0 && (flags & 1 << TAINT_DIE);
}

/* Waits for a process; one that takes too long is killed, and one that does not even die is told of. */
static enum ending await(pid_t child, long limit, int *status)
{
	long end = now_ms() + limit, looked = now_ms();
	struct timespec pause = { 0, 200000 };
	int killed = 0, dead = died();

	for (;;) {
		if (told->program && !told->finished && ended(child))
			told->left = left_of(child);
		pid_t got = waitpid(child, status, WNOHANG);

		if (got == child)
			return killed ? STOPPED : WIFSIGNALED(*status) ? SIGNALLED : ENDED;
		if (got < 0)
			return STOPPED;
		if (!dead && now_ms() > looked + 100) {
			looked = now_ms();
			dead = died();
			if (dead) {
				killed = 1;
				end = looked + 700;
			}
		}
		if (now_ms() > end) {
			if (killed)
				return UNKILLABLE;
			kill(-child, SIGKILL);
			kill(child, SIGKILL);
			killed = 1;
			end = now_ms() + 3000;
		}
		nanosleep(&pause, 0);
		if (pause.tv_nsec < 5000000)
			pause.tv_nsec += pause.tv_nsec / 4;
	}
}

static void sleeping(pid_t child, char *text, int size)
{
	char path[64];
	int fd, n = 0;

	snprintf(path, sizeof(path), "/proc/%d/stack", child);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, text, size - 1);
		close(fd);
	}
	text[n > 0 ? n : 0] = 0;
}

static const struct step *named(const char *name)
{
	for (const struct step *step = steps; step->name; step++)
		if (!strcmp(step->name, name))
			return step;
	return 0;
}

static void report(const char *number, enum ending ending, int status, pid_t child, long begin)
{
	static const char *const words[] = { "ended", "signal", "timeout", "unkillable" };
	char head[512], stack[1024] = "";
	char text[2048];

	if (ending == UNKILLABLE)
		sleeping(child, stack, sizeof(stack));
	snprintf(head, sizeof(head),
		 "result %s ending=%s status=%d pid=%d armed=%d finished=%d result=%d left=%ld fixture=%d ms=%ld taint=%ld text=",
		 number, words[ending], status, child, told->armed, told->finished, told->result, told->left, told->fixture,
		 now_ms() - begin, tainted());
	snprintf(text, sizeof(text), "%s", stack[0] ? stack : told->complaint);
	answer(head, text, 0);
}

/* case NUMBER STEP NTH LIMIT: NTH 0 for none that fails, a large one to count, "marked" for what is set elsewhere. */
static void run_case(char **word)
{
	const struct step *step = named(word[2]);
	long begin = now_ms(), limit = atol(word[4]);
	int status = 0;
	enum ending ending;
	pid_t child, looker;

	if (!step) {
		answer("error ", "no such step", 1);
		return;
	}
	memset(told, 0, sizeof(*told));
	mark("CASE", word[1]);
	child = fork();
	if (child == 0) {
		setsid();
		perform(step, strcmp(word[3], "marked") ? atol(word[3]) : -1);
	}
	ending = await(child, limit, &status);
	if (ending == ENDED && told->program) {
		told->finished = 1;
		told->result = WEXITSTATUS(status);
		if (step->lacking && told->result == step->lacking)
			told->result = ENOSYS;
	}
	if (ending == ENDED && told->finished && step->after) {
		looker = fork();
		if (looker == 0) {
			setsid();
			step->after(told->result);
			_exit(0);
		}
		int ignored;
		enum ending after = await(looker, limit, &ignored);

		if (after != ENDED) {
			ending = after;
			child = looker;
		}
	}
	mark("END", word[1]);
	report(word[1], ending, status, child, begin);
}

/* command NUMBER NTH LIMIT PROGRAM ARGUMENT... */
static void run_command(char **word)
{
	long begin = now_ms(), nth = atol(word[2]);
	int status = 0;
	enum ending ending;
	pid_t child;

	memset(told, 0, sizeof(*told));
	told->left = -1;
	mark("CASE", word[1]);
	child = fork();
	if (child == 0)
		command(word + 4, nth);
	ending = await(child, atol(word[3]), &status);
	told->finished = ending == ENDED;
	told->result = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	mark("END", word[1]);
	report(word[1], ending, status, child, begin);
}

static void run_check(void)
{
	int status;
	pid_t child;
	enum ending ending;

	memset(told, 0, sizeof(*told));
	child = fork();
	if (child == 0) {
		setsid();
		check();
		_exit(0);
	}
	ending = await(child, 60000, &status);
	if (ending != ENDED)
		complain("the check did not end");
	answer("ok ", told->complaint, 0);
}

static void list_steps(void)
{
	char text[4096] = "";

	for (const struct step *step = steps; step->name; step++) {
		strcat(text, step->name);
		strcat(text, " ");
	}
	answer("ok ", text, 1);
}

static void serve(char *line)
{
	char *word[WORDS + 1] = { 0 };
	int n = 0, error;

	for (char *p = strtok(line, " "); p && n < WORDS; p = strtok(0, " ")) {
		unquote(p);
		word[n++] = p;
	}
	if (n == 0)
		return;
	if (!strcmp(word[0], "ping") && n == 2) {
		answer("ok ", word[1], 0);
	} else if (!strcmp(word[0], "read") && n == 2) {
		read_file(word[1]);
	} else if (!strcmp(word[0], "write") && (n == 3 || n == 2)) {
		error = write_value(word[1], n == 3 ? word[2] : "");
		if (error)
			failed(error);
		else
			say("ok\n");
	} else if (!strcmp(word[0], "list") && n == 2) {
		list(word[1]);
	} else if (!strcmp(word[0], "mode") && n == 2) {
		struct stat about;
		char text[16];

		if (stat(at(word[1]), &about) < 0) {
			failed(errno);
		} else {
			sprintf(text, "%o", about.st_mode & 07777);
			answer("ok ", text, 0);
		}
	} else if (!strcmp(word[0], "steps")) {
		list_steps();
	} else if (!strcmp(word[0], "prepare")) {
		told->complaint[0] = 0;
		error = prepare();
		if (error)
			answer("error ", told->complaint[0] ? told->complaint : strerror(error), 1);
		else
			say("ok\n");
	} else if (!strcmp(word[0], "check")) {
		run_check();
	} else if (!strcmp(word[0], "case") && n == 5) {
		run_case(word);
	} else if (!strcmp(word[0], "command") && n >= 5) {
		run_command(word);
	} else {
		answer("error ", "not understood", 1);
	}
}

static int serial(const char *path)
{
	struct termios raw;
	int fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return -1;
	if (tcgetattr(fd, &raw) == 0) {
		cfmakeraw(&raw);
		cfsetspeed(&raw, B115200);
		tcsetattr(fd, TCSANOW, &raw);
	}
	return fd;
}

/* agent [LINE [ROOT]]: LINE is a serial line, or - for standard input and output. */
int main(int argc, char **argv)
{
	static char line[LINE];

	signal(SIGPIPE, SIG_IGN);
	told = mmap(0, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (told == MAP_FAILED)
		return 1;
	if (argc > 1 && strcmp(argv[1], "-")) {
		in = out = serial(argv[1]);
		if (in < 0) {
			perror(argv[1]);
			return 1;
		}
	}
	if (argc > 2)
		root = argv[2];
	/* Nothing of this process is fetched from a file while a case runs. */
	mlockall(MCL_CURRENT | MCL_FUTURE);
	say("agent ready\n");
	while (next_line(line))
		serve(line);
	return 0;
}
