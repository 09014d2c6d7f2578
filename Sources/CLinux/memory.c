#include "CLinux.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *cl_copy_string(const char *text) { return strdup(text); }

void cl_free_string(char *text) { free(text); }

const char *cl_error_text(int error) { return strerror(error); }

char **cl_environment(void) { return environ; }
