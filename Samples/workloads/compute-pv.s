; compute.s for a hypervisor: the same kernel and program, on the platform lib/platform-pv.s.

PV = 1
.include "compute.s"
