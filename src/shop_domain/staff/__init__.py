"""Staff: their permissions, the audit log and its chain, security reports, blocks and administrators."""
