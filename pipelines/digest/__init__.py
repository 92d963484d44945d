"""A span of time → its digest.

`values` are what it is made of, `when` it is due, `build` makes it, `facts` are those of a story, `trends` what is new.
"""
