// What must be true before the Swift runtime's own initialisers run.
#include <stddef.h>
#include <string.h>

extern char **environ;

// The runtime looks for its crash backtracer through /proc/self/exe and aborts where there is no /proc; as
// root it would run a program named in the environment. Defining the look-up ourselves closes both: the
// archive member that holds the runtime's version is never linked in.
char *swift_copyAuxiliaryExecutablePath(const char *name) {
    (void)name;
    return NULL;
}

// SWIFT_* variables steer the runtime (debugging aids, the backtracer). They are removed in place: setenv(3)
// would move `environ`, and the runtime could then no longer find the arguments behind it.
__attribute__((constructor(101), used)) static void cl_scrub_environment(void) {
    char **kept = environ;
    if (kept == NULL) {
        return;
    }
    for (char **entry = environ; *entry != NULL; entry++) {
        if (strncmp(*entry, "SWIFT_", 6) != 0) {
            *kept++ = *entry;
        }
    }
    *kept = NULL;
}

// The runtime finds a program's arguments in /proc/self/maps, at every start. The C library hands them to its
// constructors; defining the look-up ourselves saves the reading, needs no /proc, and leaves the runtime's out.
static int argument_count;
static char **arguments;

// musl's constructors get none, and where it is used the runtime is not.
#ifdef __GLIBC__
__attribute__((constructor(102), used)) static void cl_keep_arguments(int count, char **values) {
    argument_count = count;
    arguments = values;
}
#endif

char **_swift_stdlib_getUnsafeArgvArgc(int *count) {
    *count = argument_count;
    return arguments;
}

void _swift_stdlib_overrideUnsafeArgvArgc(char **values, int count) {
    argument_count = count;
    arguments = values;
}
