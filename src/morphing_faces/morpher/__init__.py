"""The latent point and everything that moves it. Pure: no screen, no files, no clock."""
