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

// A program of `count` instructions, each of 8 bytes, and what it is attached as: BPF_PROG_TYPE_ and BPF_CGROUP_ numbers.
// Corresponds to bpf(2).
int cl_load_group_program(uint32_t type, uint32_t attachment, const uint64_t *instructions, size_t count);
// Beside those that are attached already. It stays for as long as the cgroup does.
int cl_attach_group_program(int group, int program, uint32_t attachment);

#pragma clang assume_nonnull end
