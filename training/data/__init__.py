"""From openly licensed artwork to (picture, caption) pairs."""
