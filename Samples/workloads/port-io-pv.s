; port-io.s for a hypervisor: the same program, and drivers for what is shared with the hypervisor,
; on the platform lib/platform-pv.s.
;
; given input: is there a byte to read\nmay one be written\nfour accesses a letter\n

PV = 1
.include "port-io.s"
