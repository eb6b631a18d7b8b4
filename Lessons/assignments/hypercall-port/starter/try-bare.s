; The kernel for bare metal, and the program: ringside run try-bare.s

.include "kernel-bare.s"
.include "program.s"
