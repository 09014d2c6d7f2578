// Swift's dictionaries ask for their seeds by this name, which musl does not know.
#include <stdlib.h>
#include <sys/random.h>

#ifndef __GLIBC__

void arc4random_buf(void *bytes, size_t count) {
    // Up to 256 bytes come whole, and from the same source as everybody's; without them nothing may go on.
    while (count > 0) {
        size_t piece = count < 256 ? count : 256;
        if (getrandom(bytes, piece, 0) != (ssize_t)piece) {
            abort();
        }
        bytes = (char *)bytes + piece;
        count -= piece;
    }
}

#endif
