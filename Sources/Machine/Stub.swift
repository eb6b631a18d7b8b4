// founding
