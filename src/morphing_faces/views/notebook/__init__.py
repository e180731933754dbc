"""A session as a widget: the kernel decodes; the front end in `web/src/widget` shows."""
