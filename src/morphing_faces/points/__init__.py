"""A latent point as data: a document, a link, a text in a PNG, and the user's own store."""
