"""A class in one room, as the pages see it: who is here, what is asked, what the class said."""
