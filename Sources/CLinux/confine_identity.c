#include "CLinux.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int result(long value) { return value < 0 ? -errno : (int)value; }

int cl_get_identity(struct cl_identity *identity) {
    if (getresuid(&identity->uid[0], &identity->uid[1], &identity->uid[2]) < 0) {
        return -errno;
    }
    return result(getresgid(&identity->gid[0], &identity->gid[1], &identity->gid[2]));
}

int cl_set_groups(const uint32_t *groups, size_t count) { return result(setgroups(count, groups)); }

int cl_get_groups(uint32_t *groups, size_t capacity) { return result(getgroups((int)capacity, groups)); }

int cl_get_capabilities(struct cl_capabilities *sets) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2] = {0};
    if (syscall(SYS_capget, &header, data) < 0) {
        return -errno;
    }
    sets->effective = (uint64_t)data[1].effective << 32 | data[0].effective;
    sets->permitted = (uint64_t)data[1].permitted << 32 | data[0].permitted;
    sets->inheritable = (uint64_t)data[1].inheritable << 32 | data[0].inheritable;
    return 0;
}

int cl_set_capabilities(const struct cl_capabilities *sets) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2] = {
        {.effective = (uint32_t)sets->effective,
         .permitted = (uint32_t)sets->permitted,
         .inheritable = (uint32_t)sets->inheritable},
        {.effective = (uint32_t)(sets->effective >> 32),
         .permitted = (uint32_t)(sets->permitted >> 32),
         .inheritable = (uint32_t)(sets->inheritable >> 32)},
    };
    return result(syscall(SYS_capset, &header, data));
}

int cl_bounding_has(int capability) { return result(prctl(PR_CAPBSET_READ, capability, 0, 0, 0)); }

int cl_bounding_drop(int capability) { return result(prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)); }

int cl_ambient_has(int capability) { return result(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, capability, 0, 0)); }

int cl_ambient_raise(int capability) { return result(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0)); }

int cl_ambient_clear(void) { return result(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)); }

int cl_get_secure_bits(void) { return result(prctl(PR_GET_SECUREBITS, 0, 0, 0, 0)); }

int cl_set_secure_bits(uint32_t bits) { return result(prctl(PR_SET_SECUREBITS, bits, 0, 0, 0)); }

int cl_keep_capabilities(int keep) { return result(prctl(PR_SET_KEEPCAPS, keep, 0, 0, 0)); }
