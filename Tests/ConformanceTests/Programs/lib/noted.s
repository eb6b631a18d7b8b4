; Where traps are noted: the last one, the count of all, and a log of them.

vector:
    .word 0
error:
    .word 0
pc:
    .word 0
flags:
    .word 0
old_sp:
    .word 0
address:
    .word 0
frame:
    .word 0
count:
    .word 0
log0:
    .word 0
log1:
    .word 0
log2:
    .word 0
log3:
    .word 0
log4:
    .word 0
log5:
    .word 0
log6:
    .word 0
log7:
    .word 0
log8:
    .word 0
log9:
    .word 0
log10:
    .word 0
log11:
    .word 0
    .space 16
err0:
    .word 0
err1:
    .word 0
err2:
    .word 0
err3:
    .word 0
err4:
    .word 0
err5:
    .word 0
err6:
    .word 0
err7:
    .word 0
err8:
    .word 0
err9:
    .word 0
err10:
    .word 0
err11:
    .word 0
    .space 16
