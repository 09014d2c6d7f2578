#include "CLinux.h"

#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

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

static int bpf(int command, union bpf_attr *attributes) {
    long result = syscall(SYS_bpf, command, attributes, sizeof *attributes);
    return result < 0 ? -errno : (int)result;
}

int cl_load_group_program(uint32_t type, uint32_t attachment, const uint64_t *instructions, size_t count) {
    union bpf_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.prog_type = type;
    attributes.expected_attach_type = attachment;
    attributes.insns = (uint64_t)(uintptr_t)instructions;
    attributes.insn_cnt = (uint32_t)count;
    // It calls nothing that is for programs of the kernel's licence only.
    attributes.license = (uint64_t)(uintptr_t) "none";
    return bpf(BPF_PROG_LOAD, &attributes);
}

int cl_attach_group_program(int group, int program, uint32_t attachment) {
    union bpf_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.target_fd = (uint32_t)group;
    attributes.attach_bpf_fd = (uint32_t)program;
    attributes.attach_type = attachment;
    attributes.attach_flags = BPF_F_ALLOW_MULTI;
    return bpf(BPF_PROG_ATTACH, &attributes);
}
