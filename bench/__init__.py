"""Benchmarks against real peers, in the same run: see README.md beside this file."""
