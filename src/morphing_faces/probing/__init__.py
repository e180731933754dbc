"""Directions with names: linear probes on the posterior mean, the steps they give, and leakage."""
