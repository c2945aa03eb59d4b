"""Training: the three kinds of job, their data and methods, and what comes out. Only jobs/, events.py and data/ are free of torch."""
