; Your kernel, and the program: ringside run try.s --engine pv --stats

.include "kernel.s"
.include "program.s"
