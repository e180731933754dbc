"""The models that a variational autoencoder has to be better than."""
