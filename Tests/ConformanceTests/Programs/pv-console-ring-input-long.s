; pins: more input than the ring holds waits until there is room, and comes when the console is told: nothing is lost
; given input: aqw7b3pdkhx4py8g pan0rlykei2iiaannkksum8nlmytbx0kjqevtavetwt4ul44ldqbwzb90xya2clmhp3w6w7q3gxsc1fnv6xjvr8ftutlfjt4kdf8zcpwq30jdc5vni i0gk1xjd0sj3k735u4rs4zjhy8l5vlf5r696xewctx9r5qsvla49qur3s6wwrw0wl2xv7j7kmx4sf0k70t9rbmk2lolc4okdihul4m9c03wyenpxawzr0h9xc9tgs86vswi00 8x3jky 4mifwaygu 8ju y11o5s4yykqt5q0but5sj4bh2psciza489rp4cp5rjss547hbits8vs7b3wxicaq93g8ma11 4y4zms3eta1s4tjk495v8j18deorfebv1ez5dhhohis2jll0kenc9gyerd  hzia1fu55wxdisj 6s99oqe9pqs7ipx3ylibvf cfh63py34ug7b8ydj1ohf5niywpsvwyyiws1x7c nlzegcclmmc54wa14t1u33gmjkexy4j9qhrkspc4cwxudb34jhus3pkcmb ofzxtl3xse3kplnc1ra3d20kcc97 wgep5f4dpd5zddq02tdcml6zm8ofugf8kenb28w51 y7iat2o9hit4fqzuii8f4pf1 prd5pdmsxge0uy9asi b2jbd1rgy9iuetkiq5usce89bbhdiw1qbo71ixmvwakkgr7kj211hvu2o31k2dk845agi0dnac p4wz3nmrmt97wpxwpd5zwjjp5ycgkzgsmu448fmyag6lybubt6y648z29d8j0xb7nssebfw0tarpecftw9n47fhpv81zayyl7nuyug9xpgnstreke0loe  800o147pt0rfvl0bjhs 9 l1mugved5i7eum3yo4gamkhfvjxg 2ul9gxgemnuxl3fpz83yahxia5yve5sbh4wmvyjs5f hs0ve71do0prejrg941l8ypf2wifajxbbq93y7fdnm2a47fr46bdkz61cnb001yakvjtm1exnz0mri4xsahk3eeyc0jmb5u3i3pexbal1frixvnjs79fshgzxtx492p iqb8ayip4daan0o6ptd6pcywb9t22ghx 7ryytke2dn7yg6t9x0i3we5a  n 3cdfhvjxvqr4jhqqbqykpq2li dw9ha3c5cb0h072 o8hefce3t78erhztq3ttau753yjnqun3fjwf127zlmi5k62 wbj1r 568n9pk09qusgmq1w7q5fhhvggsld8ylvqg0vgtesv00eetelcg60x
; expect engines: pv
; expect stop: exit
; expect r4: 1300
; expect r5: 0x4a2f6b4
; expect r6: 1
.include "lib/pv.s"
COUNT = 1300
_start:
    traps
    events
    clr r4
    clr r5
    mov r6, 1
    mov r9, PV_CONSOLE
.next:
    load r7, [r9 + RING_INPUT_PRODUCED]
    sub r8, r7, r4
    cmp r8, RING_INPUT_SIZE
    jbe .fits
    clr r6
.fits:
    cmp r7, r4
    je .wait
    and r8, r4, RING_INPUT_SIZE - 1
    add r8, r9
    loadb r8, [r8 + RING_INPUT]
    inc r4
    mul r8, r4
    add r5, r8
    store [r9 + RING_INPUT_CONSUMED], r4
    cmp r4, COUNT
    jne .next
    finish
.wait:
    must HCALL_SEND_EVENT, CHANNEL_CONSOLE
    load r7, [r9 + RING_INPUT_PRODUCED]
    cmp r7, r4
    jne .next
    hcall HCALL_BLOCK
    mask_events
    jmp .next
    untrapped
