/*
 * act COMM WORD [NUMBER]: a process called COMM asks the scenario's module for WORD, and ends when that returns.
 *
 * It does so by writing to /proc/lab (see lab.h), so that the module's function runs in this process, below a system
 * call. Before that the process id becomes a fact of the truth: act.COMM.pid. It is said through the kernel's log, which
 * puts whole lines on the console where programs' lines may be torn apart.
 *
 * act -s ...  afterwards sleeps for ever: what the module did stays done by a process that lives.
 * act -l ...  afterwards loops for ever in user mode.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static int say(const char *file, const char *text)
{
	int f = open(file, O_WRONLY);
	ssize_t size = strlen(text);

	if (f < 0)
		return -1;
	ssize_t written = write(f, text, size);
	int why = errno;
	close(f);
	errno = why;
	return written == size ? 0 : -1;
}

int main(int argc, char **argv)
{
	char afterwards = argc > 1 && argv[1][0] == '-' ? argv[1][1] : 0;
	char text[128];

	argv += afterwards ? 1 : 0;
	argc -= afterwards ? 1 : 0;
	if (argc < 3) {
		fprintf(stderr, "act [-s|-l] COMM WORD [NUMBER]\n");
		return 2;
	}
	prctl(PR_SET_NAME, argv[1]);
	snprintf(text, sizeof(text), "<0>LABTRUTH act.%s.pid=%d\n", argv[1], getpid());
	say("/dev/kmsg", text);
	snprintf(text, sizeof(text), "%s %s", argv[2], argc > 3 ? argv[3] : "0");
	if (say("/proc/lab", text) != 0) {
		fprintf(stderr, "act: the module does not do '%s': %s\n", text, strerror(errno));
		return 1;
	}
	if (afterwards == 'l') {
		for (;;)
			__asm__ volatile("");
	}
	while (afterwards == 's')
		pause();
	return 0;
}
