"""What is written to disk, whole or not at all: files, folders, JSON documents, locks, signals."""
