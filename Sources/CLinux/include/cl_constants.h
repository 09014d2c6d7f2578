// Numbers of the kernel's interface that code decides by. Written out, so that they reach Swift without the C
// library's module; constants.c holds each to the system's own headers.
#pragma once

#define CL_EINTR 4
#define CL_EAGAIN 11
#define CL_ENOMEM 12
#define CL_EMFILE 24
#define CL_ENFILE 23
#define CL_ENOENT 2
#define CL_EEXIST 17
#define CL_ECHILD 10
#define CL_EPERM 1
#define CL_EACCES 13
#define CL_ENOTEMPTY 39
#define CL_EBUSY 16
#define CL_ERANGE 34
#define CL_ENOSPC 28
#define CL_EROFS 30
#define CL_EPIPE 32
#define CL_ECONNREFUSED 111
#define CL_ECONNRESET 104
#define CL_EOPNOTSUPP 95
#define CL_EINVAL 22
#define CL_ENOSYS 38
#define CL_EFBIG 27
#define CL_EILSEQ 84
#define CL_ENOTDIR 20
#define CL_EISDIR 21
#define CL_ELOOP 40
#define CL_EMLINK 31
#define CL_EXDEV 18
#define CL_ENXIO 6
#define CL_ENODEV 19
#define CL_ENOTBLK 15
#define CL_ESRCH 3
#define CL_ENODATA 61
#define CL_AT_FDCWD (-100)
#define CL_EBADMSG 74
#define CL_ENOTRECOVERABLE 131

#define CL_O_WRONLY 01
#define CL_O_RDWR 02
#define CL_O_CREAT 0100
#define CL_O_EXCL 0200
#define CL_O_APPEND 02000
#define CL_O_NONBLOCK 04000
#if defined(__aarch64__)
#define CL_O_DIRECTORY 040000
#define CL_O_NOFOLLOW 0100000
#else
#define CL_O_DIRECTORY 0200000
#define CL_O_NOFOLLOW 0400000
#endif
