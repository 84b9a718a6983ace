"""From cart to paid order, and back again when it fails."""
