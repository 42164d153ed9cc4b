"""One file for each thing that is trained; `fit` in loop.py is the loop of all of them."""
