"""Views: each draws a Morpher and sends it commands, and knows no model inside."""
