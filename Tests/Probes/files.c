// Looking at and leaving files.
#include "probe.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int copy(int fd) {
    char buffer[4096];
    ssize_t got;
    while ((got = read(fd, buffer, sizeof buffer)) > 0) {
        fwrite(buffer, 1, (size_t)got, stdout);
    }
    return got < 0 ? 74 : 0;
}

int probe_cat(int count, char **arguments) {
    int fd = count > 0 ? open(arguments[0], O_RDONLY | O_CLOEXEC) : 0;
    if (fd < 0) {
        perror(arguments[0]);
        return 66;
    }
    int status = copy(fd);
    if (fd > 0) {
        close(fd);
    }
    return status;
}

int probe_read_fd(int count, char **arguments) { return copy(count > 0 ? atoi(arguments[0]) : 0); }

int probe_write(int count, char **arguments) {
    if (count < 2) {
        return 64;
    }
    int fd = open(arguments[0], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0) {
        perror(arguments[0]);
        return 73;
    }
    size_t length = strlen(arguments[1]);
    int status = write(fd, arguments[1], length) == (ssize_t)length ? 0 : 74;
    close(fd);
    return status;
}

int probe_list(int count, char **arguments) {
    const char *path = count > 0 ? arguments[0] : ".";
    DIR *directory = opendir(path);
    if (directory == NULL) {
        perror(path);
        return 66;
    }
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        struct stat status;
        if (strcmp(entry->d_name, "..") != 0 &&
            fstatat(dirfd(directory), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0) {
            printf("entry %06o %u %u %s\n", status.st_mode, status.st_uid, status.st_gid, entry->d_name);
        }
    }
    closedir(directory);
    return 0;
}

int probe_echo(int count, char **arguments) {
    for (int index = 0; index < count; index++) {
        printf("%s%s", index > 0 ? " " : "", arguments[index]);
    }
    printf("\n");
    return 0;
}
