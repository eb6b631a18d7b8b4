; boot.s for a hypervisor: the same programs, and what is left of the kernel's work, on the platform
; lib/platform-pv.s.

PV = 1
.include "boot.s"
