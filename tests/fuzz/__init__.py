"""Mutated files through the functions behind the doors that users take."""
