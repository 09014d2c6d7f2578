// The parts of castellan-probe, a program that tests run as a service: it says what it can see of itself,
// behaves badly on request, and needs neither /proc nor a C library on the host.
#pragma once

// Each returns 0, or the exit status the program should end with. `arguments` holds what follows the command's
// name, up to the next "then".
typedef int probe_command(int count, char **arguments);

// report.c
probe_command probe_report, probe_status, probe_fds, probe_env, probe_args, probe_limits;

// behave.c
probe_command probe_sleep, probe_exit, probe_signal, probe_crash, probe_ignore_term, probe_fork_tree, probe_daemonize,
    probe_flood, probe_grow, probe_fork_bomb, probe_fork_storm, probe_without_call, probe_call32;

// files.c
probe_command probe_cat, probe_write, probe_read_fd, probe_list, probe_echo;

// attack.c, attack_identity.c
probe_command probe_try, probe_attacks, probe_is_privileged, probe_give_capability;

// witness.c
probe_command probe_hold_exec, probe_shared_files;

void probe_remember_arguments(int count, char **arguments);
