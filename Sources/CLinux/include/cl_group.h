// What is done to a cgroup, and the devices that it is done about.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

struct cl_device {
    // 0: no device, 1: a character device, 2: a block device.
    uint32_t kind;
    uint32_t major;
    uint32_t minor;
    uint32_t file_system_major;
    uint32_t file_system_minor;
};

// Links followed.
int cl_device_of_path(const char *path, struct cl_device *device);

#pragma clang assume_nonnull end
