; A guest that halts at once: ringside run halts.s

.include "hypervisor.s"
.include "guest.s"

    mov r0, 7
    hlt
