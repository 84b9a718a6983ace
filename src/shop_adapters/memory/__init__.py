"""Every port of storage in memory: for dry runs, simulations and properties; shipped, and held to the same suite."""
