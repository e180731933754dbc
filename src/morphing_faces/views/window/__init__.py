"""The window: matplotlib draws a morpher, and mouse and keys move it."""
