"""The commands of a session, by what they are about; a method is all that tells of one."""
