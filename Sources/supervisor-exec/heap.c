// The helper's memory. A launch lasts less than a millisecond and ends in exec, which takes everything away at
// once: so pieces are cut off a block one after the other, and only the last one can be given back, or grow where
// it is. That costs no system call for most units, where musl's allocator maps and unmaps pages a dozen times.
// Only for the program linked with musl: the ordinary build keeps its C library's allocator. The helper has one thread.
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifndef __GLIBC__

enum { ALIGNMENT = 16, BLOCK = 256 * 1024 };

// In front of every piece, so that what is given out stays aligned.
struct piece {
    size_t size;
    size_t unused;
};
_Static_assert(sizeof(struct piece) == ALIGNMENT, "a piece begins aligned");

// Pages of it exist once they are touched.
static _Alignas(ALIGNMENT) char first_block[BLOCK];
static char *next = first_block;
static char *end = first_block + BLOCK;
static struct piece *last;

static char *aligned(char *place, size_t alignment) {
    return place + (-(uintptr_t)place & (alignment - 1));
}

// Where a piece of `size` would begin, or NULL when the block has no room for it.
static char *place_for(size_t alignment, size_t size) {
    char *start = aligned(next + sizeof(struct piece), alignment);
    return start <= end && size <= (size_t)(end - start) ? start : NULL;
}

static int take_block(size_t alignment, size_t size) {
    size_t needed = size + alignment + sizeof(struct piece);
    size_t length = needed > BLOCK ? (needed + BLOCK - 1) / BLOCK * BLOCK : BLOCK;
    char *block = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED) {
        return -1;
    }
    next = block;
    end = block + length;
    return 0;
}

static void *cut(size_t alignment, size_t size) {
    if (alignment < ALIGNMENT) {
        alignment = ALIGNMENT;
    }
    if (size > PTRDIFF_MAX / 2 || alignment > PTRDIFF_MAX / 4) {
        errno = ENOMEM;
        return NULL;
    }
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    char *start = place_for(alignment, size);
    if (start == NULL) {
        if (take_block(alignment, size) < 0) {
            errno = ENOMEM;
            return NULL;
        }
        start = place_for(alignment, size);
    }
    last = (struct piece *)start - 1;
    last->size = size;
    next = start + size;
    return start;
}

void *malloc(size_t size) { return cut(ALIGNMENT, size); }

void *calloc(size_t count, size_t size) {
    size_t all;
    if (__builtin_mul_overflow(count, size, &all)) {
        errno = ENOMEM;
        return NULL;
    }
    void *start = cut(ALIGNMENT, all);
    // It may have been given back before.
    return start == NULL ? NULL : memset(start, 0, all);
}

void free(void *start) {
    if (start != NULL && (struct piece *)start - 1 == last) {
        next = (char *)last;
        last = NULL;
    }
}

void *realloc(void *start, size_t size) {
    if (start == NULL) {
        return malloc(size);
    }
    struct piece *piece = (struct piece *)start - 1;
    if (size <= piece->size) {
        return start;
    }
    if (piece == last && size <= (size_t)(end - (char *)start)) {
        piece->size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
        next = (char *)start + piece->size;
        return start;
    }
    void *moved = malloc(size);
    return moved == NULL ? NULL : memcpy(moved, start, piece->size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    if (alignment == 0 || (alignment & (alignment - 1)) != 0) {
        errno = EINVAL;
        return NULL;
    }
    return cut(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) {
        return EINVAL;
    }
    void *start = cut(alignment, size);
    if (start == NULL) {
        return ENOMEM;
    }
    *result = start;
    return 0;
}

#endif
