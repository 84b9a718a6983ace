"""How SQL is spoken to: engines, connections, errors, types and the statements that every context uses."""
