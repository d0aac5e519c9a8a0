"""Units, a golden tree, strict publishing, and a real browser."""
