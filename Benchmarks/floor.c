// The least that a launch can cost: what the benchmarks of Castellan compare with. Plain C, statically linked,
// without any confinement.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char *const no_environment[] = {NULL};

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// The second exec of a launch: closes the way back with the exec, and becomes the program.
static int become(char **words) {
    fcntl(3, F_SETFD, FD_CLOEXEC);
    execve(words[0], words, no_environment);
    return 127;
}

// A service: tells its pid, and the monotonic nanoseconds, to the datagram socket, and waits for its end.
static int serve(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    int64_t message[2] = {getpid(), (int64_t)time.tv_sec * 1000000000 + time.tv_nsec};
    if (fd < 0 || sendto(fd, message, sizeof message, 0, (struct sockaddr *)&address, sizeof address) != sizeof message) {
        return 1;
    }
    for (;;) {
        pause();
    }
}

static pid_t spawn(char **words) {
    pid_t pid = 0;
    if (posix_spawn(&pid, words[0], NULL, NULL, words, no_environment) != 0) {
        fail("posix_spawn");
    }
    return pid;
}

// Keeps `count` children alive until it is killed itself; they go with it.
static int respawn(int count, char **words) {
    for (int index = 0; index < count; index++) {
        spawn(words);
    }
    for (;;) {
        int status = 0;
        if (waitpid(-1, &status, 0) < 0) {
            fail("waitpid");
        }
        spawn(words);
    }
}

// Launches `count` times, at most `parallel` on their way at once, and prints the microseconds until the last exec.
static int many(int count, int parallel, char **words) {
    struct pollfd *flights = calloc((size_t)parallel, sizeof *flights);
    posix_spawn_file_actions_t actions;
    struct timespec from, to;
    int started = 0, done = 0, flying = 0;
    clock_gettime(CLOCK_MONOTONIC, &from);
    while (done < count) {
        while (flying < parallel && started < count) {
            int pair[2];
            pid_t pid;
            if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
                fail("socketpair");
            }
            posix_spawn_file_actions_init(&actions);
            posix_spawn_file_actions_adddup2(&actions, pair[1], 3);
            if (posix_spawn(&pid, words[0], &actions, NULL, words, no_environment) != 0) {
                fail("posix_spawn");
            }
            posix_spawn_file_actions_destroy(&actions);
            close(pair[1]);
            flights[flying++] = (struct pollfd){.fd = pair[0], .events = POLLIN};
            started++;
            // Looks at what is there after each spawn, as a daemon that serves others too does.
            if (poll(flights, (nfds_t)flying, 0) > 0) {
                break;
            }
        }
        if (poll(flights, (nfds_t)flying, -1) < 0) {
            fail("poll");
        }
        for (int index = 0; index < flying;) {
            if (flights[index].revents == 0) {
                index++;
                continue;
            }
            close(flights[index].fd);
            flights[index] = flights[--flying];
            done++;
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    printf("%lld\n", (long long)(to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000);
    free(flights);
    // The children are in this program's own process group.
    signal(SIGTERM, SIG_IGN);
    kill(0, SIGTERM);
    while (wait(NULL) > 0 || errno == EINTR) {
    }
    return 0;
}

int main(int argc, char **argv) {
    const char *mode = argc > 1 ? argv[1] : "";
    if (strcmp(mode, "wait") == 0) {
        for (;;) {
            pause();
        }
    }
    if (strcmp(mode, "become") == 0 && argc > 2) {
        return become(argv + 2);
    }
    if (strcmp(mode, "serve") == 0 && argc == 3) {
        return serve(argv[2]);
    }
    if (strcmp(mode, "respawn") == 0 && argc > 3) {
        return respawn(atoi(argv[2]), argv + 3);
    }
    if (strcmp(mode, "many") == 0 && argc > 4) {
        setpgid(0, 0);
        return many(atoi(argv[2]), atoi(argv[3]), argv + 4);
    }
    fputs("usage: floor wait | become PROGRAM... | serve SOCKET | respawn COUNT PROGRAM... | many COUNT PARALLEL PROGRAM...\n",
          stderr);
    return 2;
}
