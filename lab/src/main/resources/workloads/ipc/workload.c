/* What processes talk with, one kind a step. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "agent.h"

#define KEY 0x51ee9

static int pipes(void)
{
	char text[5000];
	int ends[2], error = 0;

	memset(text, 'p', sizeof(text));
	TRY(pipe(ends));
	if (fcntl(ends[0], F_SETPIPE_SZ, 65536) < 0)
		error = errno;
	else if (write(ends[1], text, sizeof(text)) != sizeof(text))
		error = errno ? errno : EIO;
	else if (read(ends[0], text, sizeof(text)) != sizeof(text))
		error = errno ? errno : EIO;
	close(ends[0]);
	close(ends[1]);
	return error;
}

static int fifo(void)
{
	int fd;

	TRY(mkfifo("/tmp/fifo", 0600));
	fd = open("/tmp/fifo", O_RDWR);
	TRY(fd);
	close(fd);
	TRY(unlink("/tmp/fifo"));
	return 0;
}

static int no_fifo(void)
{
	unlink("/tmp/fifo");
	return 0;
}

static int messages(void)
{
	struct { long type; char text[6000]; } message = { 1, "" };
	int queue = msgget(KEY, IPC_CREAT | 0600), error = 0;

	TRY(queue);
	if (msgsnd(queue, &message, sizeof(message.text), IPC_NOWAIT) < 0)
		error = errno;
	else if (msgrcv(queue, &message, sizeof(message.text), 1, IPC_NOWAIT) < 0)
		error = errno;
	msgctl(queue, IPC_RMID, 0);
	return error;
}

static int semaphores(void)
{
	struct sembuf up = { 0, 1, SEM_UNDO };
	struct sembuf many[80];
	int set = semget(KEY, 100, IPC_CREAT | 0600), error = 0;

	TRY(set);
	for (int i = 0; i < 80; i++)
		many[i] = (struct sembuf){ i, 1, IPC_NOWAIT };
	if (semop(set, &up, 1) < 0 || semop(set, many, 80) < 0)
		error = errno;
	semctl(set, 0, IPC_RMID);
	return error;
}

static int shared_memory(void)
{
	int id = shmget(KEY, 1 << 16, IPC_CREAT | 0600), error = 0;
	void *at;

	TRY(id);
	at = shmat(id, 0, 0);
	if (at == (void *)-1)
		error = errno;
	else
		shmdt(at);
	shmctl(id, IPC_RMID, 0);
	return error;
}

static int no_system_v(void)
{
	msgctl(msgget(KEY, 0), IPC_RMID, 0);
	semctl(semget(KEY, 0, 0), 0, IPC_RMID);
	shmctl(shmget(KEY, 0, 0), IPC_RMID, 0);
	return 0;
}

static int posix_queue(void)
{
	struct mq_attr attributes = { .mq_maxmsg = 4, .mq_msgsize = 512 };
	char text[512] = "text";
	mqd_t queue = mq_open("/swept", O_RDWR | O_CREAT | O_NONBLOCK, 0600, &attributes);
	int error = 0;

	TRY(queue);
	if (mq_send(queue, text, 100, 3) < 0 || mq_receive(queue, text, sizeof(text), 0) < 0)
		error = errno;
	mq_close(queue);
	mq_unlink("/swept");
	return error;
}

static int no_queue(void)
{
	mq_unlink("/swept");
	return 0;
}

static int events(void)
{
	struct epoll_event event = { .events = EPOLLIN };
	struct itimerspec soon = { .it_value = { 0, 1000 } };
	sigset_t signals;
	int all = epoll_create1(EPOLL_CLOEXEC), one, error = 0;

	TRY(all);
	sigemptyset(&signals);
	sigaddset(&signals, SIGUSR1);
	for (int i = 0; i < 3 && !error; i++) {
		one = i == 0 ? eventfd(1, 0) : i == 1 ? timerfd_create(CLOCK_MONOTONIC, 0) : signalfd(-1, &signals, 0);
		if (one < 0 || (i == 1 && timerfd_settime(one, 0, &soon, 0) < 0)
		    || epoll_ctl(all, EPOLL_CTL_ADD, one, &event) < 0)
			error = errno;
	}
	if (!error && epoll_wait(all, &event, 1, 100) < 0)
		error = errno;
	close(all);
	return error;
}

static int watching(void)
{
	char text[512];
	int fd = inotify_init1(IN_NONBLOCK), file, error = 0;

	TRY(fd);
	if (inotify_add_watch(fd, "/tmp", IN_CREATE | IN_DELETE) < 0) {
		error = errno;
	} else {
		file = open("/tmp/watched", O_CREAT | O_RDWR, 0600);
		if (file < 0)
			error = errno;
		else
			close(file);
		unlink("/tmp/watched");
		if (!error && read(fd, text, sizeof(text)) < 0)
			error = errno;
	}
	close(fd);
	return error;
}

static int unwatched(void)
{
	unlink("/tmp/watched");
	return 0;
}

static int timers(void)
{
	struct sigevent none = { .sigev_notify = SIGEV_NONE };
	timer_t timer;

	TRY(timer_create(CLOCK_MONOTONIC, &none, &timer));
	TRY(timer_delete(timer));
	return 0;
}

static int child(void)
{
	int status;
	pid_t pid = fork();

	TRY(pid);
	if (pid == 0)
		_exit(7);
	TRY(waitpid(pid, &status, 0));
	return WIFEXITED(status) && WEXITSTATUS(status) == 7 ? 0 : ECHILD;
}

static int program(void)
{
	static char *const argv[] = { "true", 0 };
	static char *const none[] = { 0 };
	int status;
	pid_t pid = vfork();

	TRY(pid);
	if (pid == 0) {
		execve("/bin/true", argv, none);
		_exit(126);
	}
	TRY(waitpid(pid, &status, 0));
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : ENOEXEC;
}

const struct step steps[] = {
	{ "pipe", 0, pipes, 0 },
	{ "fifo", no_fifo, fifo, 0 },
	{ "messages", no_system_v, messages, 0 },
	{ "semaphores", no_system_v, semaphores, 0 },
	{ "shared-memory", no_system_v, shared_memory, 0 },
	{ "posix-queue", no_queue, posix_queue, 0 },
	{ "events", 0, events, 0 },
	{ "inotify", unwatched, watching, 0 },
	{ "timer", 0, timers, 0 },
	{ "fork", 0, child, 0 },
	{ "exec", 0, program, 0 },
	{ 0 }
};

int prepare(void)
{
	return 0;
}

void check(void)
{
}
