"""The online demo: a model folder as a page reads it, the page's files, and a server for them."""
