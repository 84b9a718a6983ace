"""What every context speaks: money, refusals, events, pages, and the shape of a transaction."""
