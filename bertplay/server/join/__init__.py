"""The students' page, /join. No Streamlit script runs for it, so that three thousand students cost the server very little.

page          the page itself, and the form for the code
hub           sends questions and revealed answers to every connected student
event_stream  the response that carries them
answers       writes answers in groups
student       the identity of a student's browser, and its rate limits
shown         what a student's page shows, as JSON in one language
"""
