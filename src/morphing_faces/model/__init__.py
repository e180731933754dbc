"""What is played: a model folder, its configuration, its networks and its named directions."""
