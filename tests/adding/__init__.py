"""Tests of `build_archive.py add`."""
