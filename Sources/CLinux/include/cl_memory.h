// Strings of the C library.
#pragma once

#pragma clang assume_nonnull begin

// A copy to be given back with cl_free_string; NULL without memory.
char *_Nullable cl_copy_string(const char *text);
void cl_free_string(char *_Nullable text);
// The library's sentence for an error number.
const char *cl_error_text(int error);
// The process's own variables; the list ends with NULL.
char *_Nullable *_Nonnull cl_environment(void);

#pragma clang assume_nonnull end
