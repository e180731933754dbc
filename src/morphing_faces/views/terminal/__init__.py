"""The view in a terminal: pictures as kitty, sixel, half blocks or ASCII; mouse, keys, commands."""
