#include "CLinux.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int cl_make_directory(const char *path, mode_t mode) { return mkdir(path, mode) < 0 ? -errno : 0; }

int cl_remove_directory(const char *path) { return rmdir(path) < 0 ? -errno : 0; }

int cl_remove_file(const char *path) { return unlink(path) < 0 ? -errno : 0; }

int cl_rename_file(const char *from, const char *to) { return rename(from, to) < 0 ? -errno : 0; }

int cl_change_mode(const char *path, mode_t mode) { return chmod(path, mode) < 0 ? -errno : 0; }

int cl_change_owner(const char *path, uint32_t uid, uint32_t gid) {
    return lchown(path, uid, gid) < 0 ? -errno : 0;
}

static int opened(int fd) { return fd < 0 ? -errno : fd; }

int cl_open_for_reading(const char *path) { return opened(open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)); }

int cl_open_for_writing(const char *path) { return opened(open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)); }

int cl_open_for_appending(const char *path, mode_t mode) {
    return opened(open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW, mode));
}

int cl_open_lock(const char *path, mode_t mode) {
    return opened(open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode));
}

int64_t cl_file_size(int fd) {
    struct stat status;
    return fstat(fd, &status) < 0 ? -errno : (int64_t)status.st_size;
}

int cl_truncate_file(int fd, int64_t size) { return ftruncate(fd, size) < 0 ? -errno : 0; }

int cl_sync_data(int fd) { return fdatasync(fd) < 0 ? -errno : 0; }

int cl_one_end_of_pipe(int is_writable) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) {
        return -errno;
    }
    close(ends[!is_writable]);
    return ends[is_writable != 0];
}

long cl_list_numbers(const char *path, int *numbers, size_t capacity) {
    DIR *directory = opendir(path);
    if (directory == NULL) {
        return -errno;
    }
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL && count < capacity;) {
        char *end;
        long number = strtol(entry->d_name, &end, 10);
        if (*end == '\0' && number > 0) {
            numbers[count++] = (int)number;
        }
    }
    closedir(directory);
    return (long)count;
}

uint32_t cl_effective_user(void) { return geteuid(); }

uint32_t cl_effective_group(void) { return getegid(); }

pid_t cl_own_pid(void) { return getpid(); }

int cl_effective_capabilities(uint64_t *set) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2] = {0};
    if (syscall(SYS_capget, &header, data) < 0) {
        return -errno;
    }
    *set = (uint64_t)data[1].effective << 32 | data[0].effective;
    return 0;
}

void cl_set_umask(mode_t mask) { umask(mask); }

const char *cl_executed_path(void) { return (const char *)getauxval(AT_EXECFN); }
