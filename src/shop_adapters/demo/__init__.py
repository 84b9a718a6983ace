"""A shop of small useful things to try everything on: made up from the first mug to the last picture."""
