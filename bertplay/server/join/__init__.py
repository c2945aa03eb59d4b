"""The page of students: /join. No script of Streamlit runs for it, so that three thousand cost the server nearly nothing.

page          the page itself, and its form for a code
hub           what is asked and revealed, to every student who is connected
event_stream  the response that carries it
answers       answers, written many at once
student       whose browser it is, and how often it may do something
shown         what a student's page shows, as JSON in a language
"""
