"""Both storages satisfy every context's slice of a transaction: checked by the type checker, never run."""
