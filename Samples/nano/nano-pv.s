; nano on a paravirtual platform: what nano.s is on bare metal, with platform-pv.s in the place of platform-bare.s. What must
; come of it is what nano.s says, which names this file as its port.
;
; given disk: default
; given input: hello nano\nlines wait\nbye\n

.include "common.s"
.include "platform-pv.s"
.include "kernel.s"
