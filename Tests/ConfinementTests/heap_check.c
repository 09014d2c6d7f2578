// What a program may expect of its heap, tried on the helper's: linked with it instead of the C library's.
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECES = 64, ROUNDS = 2000000 };

static struct {
    unsigned char *start;
    size_t size;
    unsigned char mark;
} pieces[PIECES];

static uint64_t state = 88172645463325252u;

static uint64_t random_number(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static size_t resident(void) {
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*s %ld", &pages) != 1) {
        exit(3);
    }
    fclose(file);
    return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void expect(int holds, const char *what) {
    if (!holds) {
        printf("not so: %s\n", what);
        exit(1);
    }
}

static void check(int which) {
    for (size_t index = 0; index < pieces[which].size; index++) {
        expect(pieces[which].start[index] == pieces[which].mark, "a piece keeps what is written into it");
    }
}

static void fill(int which, unsigned char *start, size_t size) {
    expect(start != NULL, "there is memory");
    expect((uintptr_t)start % 16 == 0, "a piece begins aligned");
    pieces[which].start = start;
    pieces[which].size = size;
    pieces[which].mark = (unsigned char)random_number();
    memset(start, pieces[which].mark, size);
}

// Mostly small, sometimes more than a block.
static size_t any_size(void) {
    uint64_t number = random_number();
    return number % 5000 == 0 ? number % 600000 : number % 97 == 0 ? number % 9000 : number % 200;
}

static void change(int which) {
    size_t size = any_size();
    unsigned char *start = pieces[which].start;
    check(which);
    switch (random_number() % 4) {
    case 0: {
        size_t kept = size < pieces[which].size ? size : pieces[which].size;
        start = realloc(start, size);
        for (size_t index = 0; index < kept; index++) {
            expect(start[index] == pieces[which].mark, "what moves stays the same");
        }
        fill(which, start, size);
        return;
    }
    case 1:
        free(start);
        start = calloc(1, size);
        for (size_t index = 0; index < size; index++) {
            expect(start[index] == 0, "calloc gives zeros");
        }
        fill(which, start, size);
        return;
    case 2: {
        size_t alignment = (size_t)16 << random_number() % 9;
        void *aligned = NULL;
        free(start);
        expect(posix_memalign(&aligned, alignment, size) == 0, "aligned memory is there");
        expect((uintptr_t)aligned % alignment == 0, "it is aligned");
        fill(which, aligned, size);
        return;
    }
    default:
        free(start);
        fill(which, malloc(size), size);
    }
}

int main(void) {
    size_t before = 0;
    for (int round = 0; round < ROUNDS; round++) {
        change((int)(random_number() % PIECES));
        // By then every size has been there.
        if (round == ROUNDS / 2) {
            before = resident();
        }
    }
    for (int which = 0; which < PIECES; which++) {
        check(which);
    }
    expect(resident() < before + (4 << 20), "what is given back is used again");
    // More than there can be, on purpose.
    volatile size_t huge = SIZE_MAX / 2;
    errno = 0;
    expect(malloc(huge) == NULL && errno == ENOMEM, "too much is refused");
    expect(calloc(huge, 3) == NULL && errno == ENOMEM, "a product that overflows is refused");
    expect(realloc(malloc(1), SIZE_MAX - 8) == NULL && errno == ENOMEM, "growing to too much is refused");
    volatile size_t odd = 24;
    expect(aligned_alloc(odd, 8) == NULL && errno == EINVAL, "an alignment is a power of two");
    void *aligned = NULL;
    expect(posix_memalign(&aligned, 4, 8) == EINVAL, "and at least a pointer's");
    expect(malloc(0) != NULL, "nothing has a place too");
    puts("done");
    return 0;
}
