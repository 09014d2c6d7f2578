#include "CLinux.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

int cl_device_of_path(const char *path, struct cl_device *device) {
    struct stat status;
    if (stat(path, &status) < 0) return -errno;
    device->kind = S_ISBLK(status.st_mode) ? 2 : S_ISCHR(status.st_mode) ? 1 : 0;
    device->major = major(status.st_rdev);
    device->minor = minor(status.st_rdev);
    device->file_system_major = major(status.st_dev);
    device->file_system_minor = minor(status.st_dev);
    return 0;
}
