"""`python -m benchmarks`: figures of speed and weight, each beside the floor measured in the same run."""
