"""The networks, one file a role (paper: arXiv 2204.06125, section 2)."""
