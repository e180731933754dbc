"""A face in a photograph: found, judged and aligned."""
