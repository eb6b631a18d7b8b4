; pins: a guest entered waiting with IF clear, whom nothing can wake, stops the machine as its hlt would
; expect engines: native
; expect stop: halt
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_ACTIVITY, 1
    launch
guest:
site:
    ud
exited:
caught:
    hlt
