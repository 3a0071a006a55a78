/* A module's life: loaded from a file and from memory, with parameters, used, unloaded. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "agent.h"

#define FILE_NAME "/modules/swept.ko"
#define FOLDER "/sys/module/swept"
#define PROC "/proc/swept"
/* A test of the search for leaks turns it on. */
#define LEAKY "leaky=0"

static char image[1 << 20];
static size_t size;

static int load(const char *parameters)
{
	int fd = open(FILE_NAME, O_RDONLY | O_CLOEXEC), error;

	TRY(fd);
	error = syscall(SYS_finit_module, fd, parameters, 0) < 0 ? errno : 0;
	close(fd);
	return error;
}

static int unload(void)
{
	TRY(syscall(SYS_delete_module, "swept", O_NONBLOCK));
	return 0;
}

static int loaded(void)
{
	return access(FOLDER, F_OK) == 0;
}

static int not_loaded(void)
{
	return loaded() ? unload() : 0;
}

static int is_loaded(void)
{
	int error = not_loaded();

	return error ? error : load(LEAKY);
}

static int load_file(void)
{
	return load("");
}

static int load_memory(void)
{
	TRY(syscall(SYS_init_module, image, size, "notes=1"));
	return 0;
}

/* A load that failed may be found half done, one that succeeded may not. */
static void after_load(int result)
{
	if (!result && !loaded())
		complain("a module was loaded with success and is not in " FOLDER);
	if (!result && access(PROC, F_OK) < 0)
		complain("a module was loaded with success and its file " PROC " is missing");
	if (result && access(PROC, F_OK) == 0)
		complain("a module was refused with errno %d and its file " PROC " is there", result);
	if (loaded() && unload())
		complain("a loaded module can't be unloaded");
	if (loaded() || access(PROC, F_OK) == 0)
		complain("a module was unloaded and is still there");
}

static int load_with_parameters(void)
{
	return load("notes=5 name=pinned leaky=0");
}

static void after_parameters(int result)
{
	char text[64] = "";
	int fd;

	if (!result) {
		fd = open(PROC, O_RDONLY | O_CLOEXEC);
		if (fd < 0 || read(fd, text, sizeof(text) - 1) < 0)
			complain("%s can't be read", PROC);
		else if (strncmp(text, "pinned\n0 note 0\n", 16))
			complain("the parameters of a module are not what it was loaded with: %s", text);
		close(fd);
	}
	after_load(result);
}

/* No number: it is refused, and nothing of it stays. */
static int load_refused(void)
{
	int error = load("notes=many");

	return error == EINVAL ? 0 : error;
}

static void after_refused(int result)
{
	(void)result;
	if (loaded())
		complain("a module with a parameter that is none was loaded");
}

static int use_proc(void)
{
	char text[512];
	int fd = open(PROC, O_RDWR | O_CLOEXEC), error = 0;

	TRY(fd);
	if (write(fd, "77\n", 3) != 3 || read(fd, text, sizeof(text)) <= 0)
		error = errno ? errno : EIO;
	close(fd);
	return error;
}

static void after_proc(int result)
{
	char text[512] = "";
	int fd = open(PROC, O_RDONLY | O_CLOEXEC);

	if (fd >= 0 && read(fd, text, sizeof(text) - 1) > 0 && !result && !strstr(text, "77 note 77\n"))
		complain("what was written to " PROC " with success is not there");
	close(fd);
	if (unload())
		complain("a module that nobody uses can't be unloaded");
}

static int use_parameter(void)
{
	char text[16];
	int fd = open(FOLDER "/parameters/notes", O_RDWR | O_CLOEXEC), error = 0;

	TRY(fd);
	if (write(fd, "9", 1) != 1 || pread(fd, text, sizeof(text), 0) <= 0)
		error = errno ? errno : EIO;
	close(fd);
	return error;
}

static void after_parameter(int result)
{
	(void)result;
	if (unload())
		complain("a module that nobody uses can't be unloaded");
}

static void after_unload(int result)
{
	if (!result && loaded())
		complain("a module was unloaded with success and is still there");
	if (loaded() && unload())
		complain("a module that nobody uses can't be unloaded");
}

const struct step steps[] = {
	{ "load", not_loaded, load_file, after_load },
	{ "load-memory", not_loaded, load_memory, after_load },
	{ "load-parameters", not_loaded, load_with_parameters, after_parameters },
	{ "load-refused", not_loaded, load_refused, after_refused },
	{ "proc", is_loaded, use_proc, after_proc },
	{ "parameter", is_loaded, use_parameter, after_parameter },
	{ "unload", is_loaded, unload, after_unload },
	{ 0 }
};

/* Once before anything is compared: a module from outside the tree taints a kernel. */
int prepare(void)
{
	int fd = open(FILE_NAME, O_RDONLY | O_CLOEXEC), error;
	ssize_t got;

	TRY(fd);
	got = read(fd, image, sizeof(image));
	close(fd);
	if (got <= 0)
		return EIO;
	size = got;
	error = load("");
	if (error) {
		complain("the module can't be loaded: %s", strerror(error));
		return error;
	}
	return unload();
}

void check(void)
{
	if (not_loaded())
		complain("a module that nobody uses can't be unloaded");
}
