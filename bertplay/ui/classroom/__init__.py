"""The classroom on the pages: the class, the teacher's questions, the students' answers."""
