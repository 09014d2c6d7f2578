// What a service may try. Each attempt is a real one: it returns 0 only when it got what it wanted, and undoes what it
// changed; else an errno. Each runs in a child of its own, so that one that succeeds does not help the next.
#pragma once

#include <errno.h>
#include <sys/types.h>

struct attack {
    const char *name;
    int (*attempt)(void);
};

// Each ends with an entry without a name.
extern const struct attack identity_attacks[], process_attacks[], kernel_attacks[], mount_attacks[], file_attacks[],
    limit_attacks[], use_attacks[];

// The process that the attacker's service was started by.
extern pid_t supervisor;

// A system call's result as an attempt's.
static inline int outcome(long result) { return result < 0 ? errno : 0; }

// Opens and closes: the right to open is what is attacked.
int try_open(const char *path, int flags);
