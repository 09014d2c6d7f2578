// The program's arguments come from the kernel, not from /proc, which Swift's own entry would read.
int castellan_ctl(int argc, char **argv);

int main(int argc, char **argv) { return castellan_ctl(argc, argv); }
