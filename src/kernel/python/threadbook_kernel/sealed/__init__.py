"""Sealed kernels: a process that forks them, the rooms they are in, and what the server holds of them."""
