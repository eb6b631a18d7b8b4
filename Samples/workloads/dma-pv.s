; dma.s for a hypervisor: the same program, and a driver for the disk's ring, on the platform
; lib/platform-pv.s.
;
; given disk: default

PV = 1
.include "dma.s"
