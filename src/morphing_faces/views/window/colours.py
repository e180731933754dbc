"""The window's few colours."""

BACKGROUND = "#101113"
RAIL = "#2c2e33"
BRIGHT = "#dcdcd6"
SOFT = "#a9aaa8"
FAINT = "#75777d"
FROZEN = "#e6b450"
WALKING = "#86b7d6"
