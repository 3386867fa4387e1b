"""Threadbook's Python side: the supervised Jupyter server and what every kernel starts with."""
