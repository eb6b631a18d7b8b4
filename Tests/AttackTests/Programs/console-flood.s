; attacks: output without end, more than the console keeps: too much to be expected here, so only the engines' agreement counts
.include "lib/traps.s"
_start:
    traps
    mov r1, 'A'
site:
    out CONSOLE_DATA, r1
    jmp site
caught:
    hlt
