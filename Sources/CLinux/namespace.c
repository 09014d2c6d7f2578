// Namespaces of a process of its own.
#include "cl_confine.h"

#include <errno.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int result(long value) { return value < 0 ? -errno : (int)value; }

int cl_leave_namespace(int kind) { return result(unshare(kind)); }

int cl_enter_namespace(int place, int kind) { return result(setns(place, kind)); }

int cl_raise_loopback(void) {
    int control = result(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (control < 0) {
        return control;
    }
    struct ifreq request = {.ifr_flags = IFF_UP};
    strcpy(request.ifr_name, "lo");
    int raised = result(ioctl(control, SIOCSIFFLAGS, &request));
    close(control);
    return raised;
}
