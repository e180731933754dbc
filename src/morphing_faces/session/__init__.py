"""What a person does: commands, directions, photographs, recording, refining."""
