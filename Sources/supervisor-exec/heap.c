// The helper's memory. A launch lasts less than a millisecond and ends in exec, which takes everything away at
// once: so pieces are cut off a block one after the other, and what is given back is used again for pieces of the same
// size, rounded up to a power of two. That costs no system call for most units, where musl's allocator maps and unmaps
// pages a dozen times; and the helper that waits for as long as the supervisor lives does not grow.
// Only for the program linked with musl: the ordinary build keeps its C library's allocator. The helper has one thread.
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifndef __GLIBC__

enum { ALIGNMENT = 16, BLOCK = 256 * 1024, SIZES = 48 };

// In front of every piece, so that what is given out stays aligned.
struct piece {
    // Which power of two, from ALIGNMENT on.
    size_t order;
    struct piece *next;
};
_Static_assert(sizeof(struct piece) == ALIGNMENT, "a piece begins aligned");

// Pages of it exist once they are touched.
static _Alignas(ALIGNMENT) char first_block[BLOCK];
static char *next = first_block;
static char *end = first_block + BLOCK;
// What was given back, by order.
static struct piece *unused[SIZES];

static size_t size_of(size_t order) { return (size_t)ALIGNMENT << order; }

static size_t order_for(size_t size) {
    return size <= ALIGNMENT ? 0 : 64 - (size_t)__builtin_clzll((size - 1) / ALIGNMENT);
}

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

static void *cut(size_t alignment, size_t order) {
    char *start = place_for(alignment, size_of(order));
    if (start == NULL) {
        if (take_block(alignment, size_of(order)) < 0) {
            errno = ENOMEM;
            return NULL;
        }
        start = place_for(alignment, size_of(order));
    }
    struct piece *piece = (struct piece *)start - 1;
    piece->order = order;
    next = start + size_of(order);
    return start;
}

static void *take(size_t alignment, size_t size) {
    size_t order = order_for(size);
    if (order >= SIZES - 2 || alignment > size_of(SIZES - 3)) {
        errno = ENOMEM;
        return NULL;
    }
    if (alignment < ALIGNMENT) {
        alignment = ALIGNMENT;
    }
    for (struct piece **link = &unused[order]; *link != NULL; link = &(*link)->next) {
        char *start = (char *)(*link + 1);
        if (start == aligned(start, alignment)) {
            *link = (*link)->next;
            return start;
        }
    }
    return cut(alignment, order);
}

void *malloc(size_t size) { return take(ALIGNMENT, size); }

void *calloc(size_t count, size_t size) {
    size_t all;
    if (__builtin_mul_overflow(count, size, &all)) {
        errno = ENOMEM;
        return NULL;
    }
    void *start = malloc(all);
    // It may have been given back before.
    return start == NULL ? NULL : memset(start, 0, all);
}

void free(void *start) {
    if (start != NULL) {
        struct piece *piece = (struct piece *)start - 1;
        piece->next = unused[piece->order];
        unused[piece->order] = piece;
    }
}

void *realloc(void *start, size_t size) {
    if (start == NULL) {
        return malloc(size);
    }
    size_t room = size_of(((struct piece *)start - 1)->order);
    if (size <= room) {
        return start;
    }
    void *moved = malloc(size);
    if (moved != NULL) {
        memcpy(moved, start, room);
        free(start);
    }
    return moved;
}

void *aligned_alloc(size_t alignment, size_t size) {
    if (alignment == 0 || (alignment & (alignment - 1)) != 0) {
        errno = EINVAL;
        return NULL;
    }
    return take(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) {
        return EINVAL;
    }
    void *start = take(alignment, size);
    if (start == NULL) {
        return ENOMEM;
    }
    *result = start;
    return 0;
}

#endif
